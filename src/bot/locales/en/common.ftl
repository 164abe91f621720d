# Common errors
error-common-busy = It is busy right now, so this was not done yet. Please try again in a moment.
error-common-not-found = That is no longer there.
error-common-not-allowed = That is not for this account.

common-unexpected = Sorry, something went wrong on our side and this was not done. Please try again in a moment. If it stays, mention the code <code>{ $code }</code> when you report it.
common-old-button = This button no longer works. Please open the menu again.
common-hint = I did not get that. Try /search to find a kos, /menu for more, or /help.
common-hint-media = This cannot be read here, text only for now. Would you like to pay? Open /invoices. Looking for a kos? Just type what kind.
common-slow-down = Not so fast, please. Wait a moment and try again.
common-nothing-to-cancel = Nothing is going on right now. Type /menu to see what you can do.

common-admin-error = ⚠️ <b>Fault { $code }</b>
    { $kind } · { $where }
    The log has the details under the same code. This kind is not reported again for an hour.
common-admin-dead = ⚠️ <b>Message not delivered ({ $code })</b>
    { $what } · { $reason }
    Kept as <code>{ $key }</code>. This kind is not reported again for an hour.

common-admin-job-failed = ⚠️ The job { $job } keeps failing ({ $attempts } times) for { $id }. The log has the details.
common-owners-only = This menu is for kos owners. Your own applications are in /rent.
common-admins-only = This is for admins only, in the admin group.
