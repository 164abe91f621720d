error-property-not-active = Kos ini sedang tidak ditawarkan lagi.
error-property-no-room = Kamar di { $name } baru saja habis. Tidak ada yang berubah.

property-type-putra = Putra
property-type-putri = Putri
property-type-campur = Campur
property-place = { $district }, { $city }
property-price = <b>{ $price }</b> / bulan
property-price-from = mulai <b>{ $price }</b> / bulan
property-rooms-left = 🚪 Sisa { $available } dari { $total } kamar
property-full = 🚪 Sedang penuh
property-rating = ⭐ { $rating } ({ $count } ulasan)

property-includes = Sudah termasuk: { $what }
property-includes-electricity = listrik
property-includes-water = air
property-includes-wifi = Wi-Fi
property-electricity-token = Listrik token sendiri
property-electricity-shared = Listrik dibagi sesama penghuni

property-facility-ac = AC
property-facility-kipas = Kipas angin
property-facility-wifi = Wi-Fi
property-facility-km_dalam = KM dalam
property-facility-km_luar = KM luar
property-facility-air_panas = Air panas
property-facility-kasur = Kasur
property-facility-lemari = Lemari
property-facility-meja = Meja
property-facility-dapur = Dapur
property-facility-kulkas = Kulkas
property-facility-laundry = Laundry
property-facility-parkir_motor = Parkir motor
property-facility-parkir_mobil = Parkir mobil
property-facility-cctv = CCTV
property-facility-penjaga = Penjaga
property-facility-akses_24_jam = Akses 24 jam

property-room = • { $name }: { $price } / bulan, { $available ->
    [0] penuh
   *[other] sisa { $available }
 }
property-deposit = Deposit: { $amount }
property-no-deposit = Tanpa deposit
property-minimum-stay = Sewa minimal { $months } bulan
property-two-people = Boleh berdua
property-late-fee = Denda telat: { $perDay } per hari setelah { $grace } hari, paling banyak { $percent }% dari sewa
property-owner = Pemilik: { $name }
property-rules = <b>Aturan:</b> { $rules }
property-own-inactive = ℹ️ Kos ini sedang tidak tampil di pencarian.

property-button-back = ⬅️ Kembali
property-not-offered = <b>{ $name }</b> sudah tidak ditawarkan lagi. Masih banyak kos lain, cari lagi, yuk.
property-not-found = Kos itu tidak ditemukan. Mungkin tautannya salah atau sudah lama.
property-own = Ini kos milik akun ini sendiri.
property-full-now = Kamar di kos ini sedang penuh.
