help-guest = <b>What you can do with KostIn</b>

    Type what you are looking for, for example <i>kos putra depok wifi max 1jt</i>. City, putra/putri/campur (men/women/mixed), price and facilities are understood, small typos too.

    /search – find a kos
    /wishlist – saved kos
    /rent – applications and contracts
    /invoices – invoices and payment
    /language – change the language
    /privacy – what is kept about you
    /cancel – leave what you are doing
    /menu – main menu

    See the room before you pay. Pay only through KostIn invoices. KostIn never asks for an OTP or a PIN.
help-group = In this group KostIn tells admins what they need to know. Searching, renting and paying happen in a private chat: @{ $bot }.

    /groupid – this group's id, for the server's settings
help-owner = <b>What KostIn can do</b>

    /applications – rental applications waiting for a decision
    /search – find a kos
    /wishlist – saved kos
    /rent – own applications and contracts
    /invoices – own invoices
    /language – change the language
    /privacy – what is kept
    /cancel – leave what is going on
    /menu – main menu

    Every new application and every payment is announced here at once.
help-button-open = ❓ Help
help-command-bantuan = Help
