// Speaks with the playground's server. Whatever it refuses becomes a sentence people can read.

import { toast } from "./dom.js";

const SENTENCES = {
  unreadable: "Sân thử không đọc được yêu cầu này. Hãy tải lại trang.",
  stranger: "Sân thử không có người này. Hãy chọn người khác trong danh sách.",
  gone: "Tin nhắn hoặc nút này không còn nữa.",
  not_possible: "Telegram không cho làm việc này ở đây.",
  playing: "Đang chạy thử nửa năm, đồng hồ tự tua. Hãy đợi chạy xong.",
  moving: "Đồng hồ đang tua. Hãy đợi một chút.",
  no_file: "Tệp này không còn trên sân thử.",
  413: "Tệp quá lớn: mỗi lần gửi tối đa 60 MB.",
  403: "Sân thử chỉ trả lời trang mở trên chính máy này.",
};
const OTHERWISE = "Sân thử gặp lỗi khi làm việc này. Hãy thử lại; nếu vẫn lỗi, khởi động lại sân thử.";
const UNREACHED = "Chưa gửi được: mất kết nối với sân thử.";
export const SENT_AT_MOST = 60 * 1024 * 1024;

// Asks for something; the answer, or null after the reason was shown.
export async function ask(path, body) {
  const options = body instanceof FormData ? { body } : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  try {
    const answer = await fetch(`/play/${path}`, { method: "POST", ...options });
    if (answer.ok) return await answer.json();
    const { reason } = await answer.json().catch(() => ({}));
    toast(SENTENCES[reason] ?? SENTENCES[answer.status] ?? OTHERWISE);
  } catch {
    toast(UNREACHED);
  }
  return null;
}

// The state as `me` sees it, with the group that was chosen (0: none), newer than `seen`. Throws where the server cannot be reached.
export async function look(me, seen, count, group, signal) {
  const answer = await fetch(`/play/state?me=${me}&seen=${seen}&count=${count}&group=${group}`, { signal });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
