// The guided start: what to do next, told by what stands on the screen, with the place to tap marked.

import { $, keep, kept, toast } from "./dom.js";

const TIED = /^Nhóm này đã (được )?gắn với/m;
const ANSWERED = /^Đã ghi (?!nhận).+:/m;
const DECLINED = /không đồng ý/;
const WAITS = { say: "Đợi trợ lý trả lời…" };
const BESIDE = { say: "Bấm kẹp giấy, chọn Mở liên kết mời, rồi bấm Bắt đầu: hướng dẫn này đi trong khối mẫu.", pane: "private", mark: "#private .attach" };
const AGAIN = { say: "Đổi ý thì bấm kẹp giấy, chọn Mở liên kết mời, rồi bấm Bắt đầu.", pane: "private", mark: "#private .attach" };
const REMINDED = /^(?!Đợt .* đang mở:).*chưa nộp phiếu, hạn nộp/m; // a reminder, not what one is told on joining
const IN_MENU = ["#next", "#play"]; // on a phone
const MOVES_AT_MOST = 6;
const POSTED = /đơn vị đã nộp/;
const chairOf = (view) => view.state.cast.find((one) => one.duty === "chair");
const unitOf = (view) => view.state.cast.find((one) => one.unit === "SXD");

// Each step gives what to say now (with what to mark or fill in), or null once it is done.
const STEPS = [
  (view) => join(view, chairOf(view), "đơn vị Trưởng khối"),
  (view) => {
    if (view.groupSaid(TIED)) return null;
    if (view.groupSaid(/^Chọn khối gắn với/m)) return as(view, chairOf(view)) ?? { say: `Chọn ${view.state.sample} trong nhóm.`, pane: "group" };
    return as(view, chairOf(view)) ?? { say: "Sang khung Nhóm và gửi lệnh /nhom, để gắn nhóm này với khối.", pane: "group", fill: "/nhom" };
  },
  (view) => (view.groupSaid(POSTED) ? null : as(view, chairOf(view)) ?? openPeriod(view)),
  (view) => join(view, unitOf(view), "đơn vị thành viên"),
  (view) => {
    const unit = unitOf(view);
    if (view.me.id !== unit.id) return as(view, unit);
    if (view.said(ANSWERED)) return null;
    if (view.asks("Bỏ qua")) return { say: "Mỗi tiêu chí trả lời một tin. Gõ điểm, ví dụ 9,5, rồi gửi.", pane: "private", fill: "9,5" };
    return view.offers("Chấm tiếp", "Bấm Chấm tiếp để trả lời tiêu chí đầu tiên.") ?? { say: "Gửi lệnh /chamdiem để tự chấm điểm.", pane: "private", fill: "/chamdiem" };
  },
  (view) => {
    if (view.private.some((one) => one.mine && (one.photo || one.document))) return null;
    return { say: "Minh chứng gửi cùng điểm trong một tin: bấm kẹp giấy chọn ảnh hoặc tệp (hoặc kéo vào khung này), gõ điểm bên dưới, ví dụ 9, rồi gửi.", pane: "private", mark: "#private .attach" };
  },
  (view) => {
    if (view.said(REMINDED) || view.guide.movedOn >= MOVES_AT_MOST) return null;
    const again = view.guide.movedOn ? `Bấm tiếp (lần ${view.guide.movedOn + 1}): lời nhắc vừa rồi gửi cho người khác.` : "Bấm Việc kế tiếp để tua đồng hồ tới lúc trợ lý nhắn tin.";
    return as(view, unitOf(view)) ?? { say: `${again} Lời nhắc hạn nộp của đơn vị sẽ hiện trong khung này.`, mark: "#next" };
  },
  (view) => {
    if (view.state.group.messages.some((one) => one.photo)) return null;
    return { say: "Xem tiếp cả tám đơn vị nộp phiếu, thẩm định và công bố kết quả: bấm Chạy thử nửa năm.", mark: "#play" };
  },
];
const LAST = "Xong: bảng xếp hạng và biểu đồ đã đăng trong nhóm. Chọn từng người để xem điều họ thấy, hoặc tự làm tiếp.";

// Being the one the step is about; null where one is.
function as(view, who) {
  return view.me.id === who.id ? null : { say: `Chọn ${who.name} trong danh sách người.`, pane: "people", mark: `#cast [data-id="${who.id}"]` };
}

function join(view, who, place) {
  const other = as(view, who);
  if (other) return other;
  if (who.places.some((place) => place.sample)) return null;
  if (!who.started) return { say: `${who.name} là lãnh đạo ${who.unitName}, ${place}. Bấm Bắt đầu để mở liên kết mời.`, pane: "private", mark: "#private .start .go" };
  const agree = view.offers("Đồng ý", "Đọc thông báo về dữ liệu cá nhân, rồi bấm Đồng ý.", true);
  if (agree) return agree;
  const take = view.offers("Nhận vai trò", "Bấm Nhận vai trò.", true);
  if (take) return take;
  if (who.places.length) return BESIDE;
  if (!/^Họ và tên|họ và tên/m.test(view.last.text)) return view.said(DECLINED) ? AGAIN : WAITS;
  return { say: "Gõ họ tên và chức vụ để ghi vào hồ sơ, rồi gửi.", pane: "private", fill: `${who.name}, ${who.title}` };
}

function openPeriod(view) {
  if (/^Hạn nộp\?/m.test(view.last.text)) return { say: "Gõ hạn nộp như khi nói, rồi gửi.", pane: "private", fill: "2 tuần nữa 17h" };
  return view.offers(view.state.sample, "Chọn khối mẫu.", true)
    ?? view.offers("Đợt mới", "Bấm Đợt mới.")
    ?? view.offers("Sơ kết 6 tháng", "Chọn loại đợt: Sơ kết 6 tháng.", true)
    ?? view.offers("Sơ kết 6 tháng", "Chọn tên gợi ý cho đợt.")
    ?? view.offers("ngan-10", "Chọn ngan-10: bảng rút gọn mười tiêu chí, thử cho nhanh.")
    ?? view.offers("Xác nhận", "Xem lại rồi bấm Xác nhận để mở đợt.")
    ?? { say: "Gửi lệnh /dotcham để mở một đợt chấm điểm.", pane: "private", fill: "/dotcham" };
}

// What the steps look at: who one is, what the bot said here, what it offers now.
class View {
  constructor(state, me, guide) {
    Object.assign(this, { state, me, guide, private: state.private?.messages ?? [] });
    this.last = this.private.findLast((one) => one.bot && one.text) ?? { text: "", buttons: [] };
  }

  said(pattern) { return this.private.filter((one) => one.bot && pattern.test(one.text)).length; }

  groupSaid(pattern) { return this.state.group.messages.some((one) => one.bot && pattern.test(one.text)); }

  asks(label) { return this.#key(label, false) !== undefined; }

  offers(label, say, exactly = false) {
    const key = this.#key(label, exactly);
    return key && { say, pane: "private", mark: `#private [data-ids~="${this.last.id}"]`, key: key.text };
  }

  #key(label, exactly) { return this.last.buttons.flat().find((key) => (exactly ? key.text === label : key.text.includes(label))); }
}

export class Guide {
  // `page`: fill(pane, text)
  constructor(page) {
    this.page = page;
    this.movedOn = 0;
    this.step = kept("guide-step", 0);
    this.open = kept("guide-open", false);
    $("guide-close").onclick = () => this.close();
    $("guide-skip").onclick = () => { this.#go(this.step + 1); this.update(this.state, this.me); };
    $("guide-fill").onclick = () => this.page.fill(this.now.pane, this.now.fill);
  }

  begin() {
    this.#go(0);
    keep("guide-open", this.open = true);
    if (this.state) this.update(this.state, this.me);
  }

  close() {
    keep("guide-open", this.open = false);
    $("guide").hidden = true;
    this.#mark(null);
  }

  // Goes on to the first step that is not done, and says it.
  update(state, me) {
    [this.state, this.me] = [state, me];
    $("guide").hidden = !this.open || state.halfYear.running || (state.halfYear.unfinished && !$("progress").hidden); // the bar of the half-year says what to do
    if ($("guide").hidden) { this.#mark(null); return; }
    const view = new View(state, me, this);
    this.now = null;
    while (this.step < STEPS.length && !(this.now = STEPS[this.step](view))) this.#go(this.step + 1);
    if (!this.now) { this.close(); toast(LAST); return; }
    $("guide-step").textContent = `${this.step + 1}/${STEPS.length}`;
    const say = IN_MENU.includes(this.now.mark) && $("more").offsetWidth ? `Mở Menu. ${this.now.say}` : this.now.say;
    if ($("guide-text").textContent !== say) $("guide-text").textContent = say;
    $("guide-fill").hidden = !this.now.fill;
    $("guide-fill").textContent = this.now.fill ? `Điền: ${this.now.fill}` : "";
    this.#mark(this.now);
  }

  #go(step) {
    this.step = step;
    this.movedOn = 0;
    keep("guide-step", step);
  }

  // Marks where to tap: the place itself, or, where it is not shown, the way to it.
  #mark(now) {
    for (const marked of document.querySelectorAll(".hint")) marked.classList.remove("hint");
    if (!now) return;
    const place = now.mark ? document.querySelector(now.mark) : null;
    const target = now.key ? [...(place?.querySelectorAll("button") ?? [])].find((one) => one.textContent === now.key) : place;
    target?.classList.add("hint");
    if (now.pane) document.querySelector(`.tabs [data-pane="${now.pane}"]:not(.on)`)?.classList.add("hint");
    if (IN_MENU.includes(now.mark)) $("more").classList.add("hint");
  }
}
