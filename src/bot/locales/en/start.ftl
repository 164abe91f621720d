start-welcome = Hi, <b>{ $name }</b>! 👋 This is KostIn: find a kos (boarding house), apply for a room and pay with QRIS, all inside Telegram.

    Just type what you are looking for, for example:
    <i>kos putri dramaga ac under 1.5jt</i>
start-menu-tenant = Hi, <b>{ $name }</b>! What would you like to do?

    Choose below, or type what you are looking for, for example <i>kos putri dramaga ac under 1.5jt</i>.
start-menu-owner = Hi, <b>{ $name }</b>! Please choose.

start-button-menu = 🏠 Menu
start-command-menu = Main menu
