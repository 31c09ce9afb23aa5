"""The Bot API methods the small Telegram plays. One that Telegram has and this table has not is refused in words."""

from collections.abc import Mapping

from bot.playground.methods import changing, chats, media, polling, profile, sending
from bot.playground.methods.given import Method

METHODS: Mapping[str, Method] = {
    "getMe": profile.get_me,
    "logOut": profile.yes,
    "close": profile.yes,
    "setWebhook": polling.set_webhook,
    "deleteWebhook": polling.delete_webhook,
    "getWebhookInfo": polling.webhook_info,
    "sendMessage": sending.send_message,
    "forwardMessage": sending.forward_message,
    "copyMessage": sending.copy_message,
    "sendChatAction": sending.send_chat_action,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "sendMediaGroup": media.send_media_group,
    "getFile": media.get_file,
    "editMessageText": changing.edit_text,
    "editMessageCaption": changing.edit_caption,
    "editMessageReplyMarkup": changing.edit_markup,
    "deleteMessage": changing.delete_message,
    "deleteMessages": changing.delete_messages,
    "answerCallbackQuery": changing.answer_tap,
    "pinChatMessage": changing.pin,
    "unpinChatMessage": changing.unpin,
    "unpinAllChatMessages": changing.unpin_all,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_administrators,
    "getChatMemberCount": chats.get_member_count,
    "leaveChat": chats.leave_chat,
    "setMyCommands": profile.set_commands,
    "getMyCommands": profile.get_commands,
    "deleteMyCommands": profile.delete_commands,
    "setMyDescription": profile.set_description,
    "getMyDescription": profile.get_description,
    "setMyShortDescription": profile.set_short_description,
    "getMyShortDescription": profile.get_short_description,
    "setMyName": profile.set_name,
    "getMyName": profile.get_name,
    "setChatMenuButton": profile.set_menu_button,
    "getChatMenuButton": profile.get_menu_button,
}
