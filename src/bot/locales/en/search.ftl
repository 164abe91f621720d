search-cities = 🔍 <b>Where are you looking?</b>

    Choose a city, or just type, for example <i>kos putri dramaga ac under 1.5jt</i>.
search-no-listings = No kos is offered at the moment. Please try again later.
search-city = { $city } ({ $count })
search-city-gone = There is no kos in that city any more.

search-found = 🔎 { $total } found
search-found-all = 🔎 All listings: { $total }
search-sort-dearest = most expensive first
search-sort-newest = newest first
search-sort-best-rated = best rated first
search-sort-nearest = nearest first
search-ignored = Not understood: { $words }
search-none = No kos has all of these: { $filters }.
search-none-drop = Without one of them there are:
search-none-cities = Try another city:
search-drop = Without { $filter } ({ $count })
search-list-changed = The list has just changed; this is the nearest one.
search-too-old = This search was long ago. Please type again what you are looking for.

search-chip = ✖️ { $filter }
search-min-price = from { $price }
search-max-price = up to { $price }
search-word = “{ $word }”
search-radius = within { $kilometres } km

search-position = { $position }/{ $total }
search-position-toast = Result { $position } of { $total }
search-button-detail = 📋 See details
search-button-cities = 🔍 New search
search-button-open = 🔍 Find a kos
search-command-cari = Search for a kos
