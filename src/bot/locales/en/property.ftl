error-property-not-active = This kos is not offered any more.
error-property-no-room = The last room at { $name } has just gone. Nothing was changed.

property-type-putra = Men
property-type-putri = Women
property-type-campur = Mixed
property-place = { $district }, { $city }
property-price = <b>{ $price }</b> / month
property-price-from = from <b>{ $price }</b> / month
property-rooms-left = 🚪 { $available } of { $total } rooms left
property-full = 🚪 Full at the moment
property-rating = ⭐ { $rating } ({ $count ->
    [1] { $count } review
   *[other] { $count } reviews
 })

property-includes = Included: { $what }
property-includes-electricity = electricity
property-includes-water = water
property-includes-wifi = Wi-Fi
property-electricity-token = Electricity by own token
property-electricity-shared = Electricity shared among residents

property-facility-ac = AC
property-facility-kipas = Fan
property-facility-wifi = Wi-Fi
property-facility-km_dalam = Private bathroom
property-facility-km_luar = Shared bathroom
property-facility-air_panas = Hot water
property-facility-kasur = Bed
property-facility-lemari = Wardrobe
property-facility-meja = Desk
property-facility-dapur = Kitchen
property-facility-kulkas = Fridge
property-facility-laundry = Laundry
property-facility-parkir_motor = Motorcycle parking
property-facility-parkir_mobil = Car parking
property-facility-cctv = CCTV
property-facility-penjaga = Guard
property-facility-akses_24_jam = 24-hour access

property-room = • { $name }: { $price } / month, { $available ->
    [0] full
   *[other] { $available } left
 }
property-deposit = Deposit: { $amount }
property-no-deposit = No deposit
property-minimum-stay = Minimum stay { $months ->
    [1] { $months } month
   *[other] { $months } months
 }
property-two-people = Two people allowed
property-late-fee = Late fee: { $perDay } a day after { $grace } days, at most { $percent }% of the rent
property-owner = Owner: { $name }
property-rules = <b>House rules:</b> { $rules }
property-own-inactive = ℹ️ This kos is not shown in searches at the moment.

property-button-back = ⬅️ Back
property-not-offered = <b>{ $name }</b> is not offered any more. There are plenty of others: search again?
property-not-found = That kos was not found. The link may be wrong or old.
property-own = This kos belongs to this very account.
property-full-now = This kos is full at the moment.
