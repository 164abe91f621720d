start-welcome = Halo, <b>{ $name }</b>! 👋 Ini KostIn: cari kos, ajukan sewa, dan bayar pakai QRIS, semuanya dari Telegram.

    Ketik saja kos seperti apa yang kamu cari, misalnya:
    <i>kos putri dramaga ac di bawah 1,5jt</i>
start-menu-tenant = Halo, <b>{ $name }</b>! Mau apa hari ini?

    Pilih di bawah, atau ketik kos yang kamu cari, misalnya <i>kos putri dramaga ac di bawah 1,5jt</i>.
start-menu-owner = Halo, <b>{ $name }</b>! Silakan pilih menu.

start-button-menu = 🏠 Menu
start-command-menu = Menu utama
