wishlist-title = ❤️ <b>Wishlist</b> ({ $total } kos)
wishlist-empty = ❤️ Nothing saved yet. Tap <b>❤️ Save</b> on a kos that you like and it is kept here. You hear of it when the price drops or a room frees up.

wishlist-price = <b>{ $price }</b> / month
wishlist-cheaper-since = 💸 down from { $was }
wishlist-dearer-since = up from { $was }
wishlist-rooms = 🚪 { $rooms ->
    [one] 1 room left
   *[other] { $rooms } rooms left
 }
wishlist-full = 🚪 Full at the moment
wishlist-freed-since = 🎉 it was full
wishlist-rooms-since = { $was } before
wishlist-closed-since = ⛔ Not offered any more

wishlist-news = ❤️ From your wishlist: <b>{ $name }</b>, { $city }
wishlist-news-cheaper = 💸 The price is down to <b>{ $price }</b> / month, from { $was }.
wishlist-news-room = 🚪 { $rooms ->
    [one] A room is free again.
   *[other] { $rooms } rooms are free again.
 }
wishlist-news-closed = ⛔ This kos is not offered any more. There are others: have a look.

wishlist-toast-saved = ❤️ Saved. See them all with /wishlist
wishlist-toast-already = ❤️ It is on your wishlist already.
wishlist-toast-full = Your wishlist is full ({ $max } kos). Remove what you no longer want first.
wishlist-toast-removed = 💔 Removed from the wishlist.
wishlist-toast-not-there = This kos is not on your wishlist any more.

wishlist-button-save = ❤️ Save
wishlist-button-remove = 💔 Remove from wishlist
wishlist-button-remove-entry = 💔 Remove { $number }
wishlist-button-entry = { $number }. { $name }
wishlist-button-detail = 📋 See details
wishlist-button-open = ❤️ Wishlist
wishlist-command-wishlist = Saved kos
