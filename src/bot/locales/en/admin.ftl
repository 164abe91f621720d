# Setting up the admin group
admin-group-id = 🆔 This group's id: <code>{ $id }</code>

    Put <code>ADMIN_CHAT_ID={ $id }</code> into the server's settings and restart KostIn. After that this is the admin group.
admin-group-id-set = ✅ This already is KostIn's admin group. Its id is <code>{ $id }</code>.
admin-group-id-private = This command is for groups. Add this bot to the admin group, then send /groupid there.
admin-command-idgrup = This group's id, for ADMIN_CHAT_ID
