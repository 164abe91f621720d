# Menyiapkan grup admin
admin-group-id = 🆔 ID grup ini: <code>{ $id }</code>

    Isi <code>ADMIN_CHAT_ID={ $id }</code> di pengaturan server, lalu jalankan ulang KostIn. Setelah itu grup ini jadi grup admin.
admin-group-id-set = ✅ Grup ini sudah menjadi grup admin KostIn. ID-nya <code>{ $id }</code>.
admin-group-id-private = Perintah ini untuk grup. Tambahkan bot ini ke grup admin, lalu kirim /idgrup di sana.
admin-command-idgrup = ID grup ini, untuk ADMIN_CHAT_ID
