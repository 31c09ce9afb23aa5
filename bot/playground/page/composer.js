// The place where one writes: text, replies and edits, files to send (picked, dropped, pasted), the list of the bot's commands.

import { element, openMenu, toast } from "./dom.js";
import { isFile, shortly } from "./messages.js";
import { SENT_AT_MOST } from "./server.js";

const UNFIT = [["Nhãn dán", "sticker"], ["Tin thoại", "voice"], ["Vị trí", "location"]];
const FILES_AT_MOST = 10; // an album of Telegram's holds as many

export class Composer {
  // `acts`: write(text, reply), edit(message, text), upload(files, caption, asFile), unfit(kind), commands(), last(), more()
  constructor(form, acts) {
    this.form = form;
    this.acts = acts;
    this.find = (name) => form.querySelector(name);
    this.box = this.find("textarea");
    this.files = [];
    this.context = null;
    this.chosen = -1;
    this.listed = false;
    form.onsubmit = (event) => { event.preventDefault(); this.send(); };
    this.box.oninput = () => { this.listed = false; this.chosen = 0; this.#draw(); };
    this.box.onkeydown = (event) => this.#key(event);
    this.box.onpaste = (event) => { if (event.clipboardData.files.length) { event.preventDefault(); this.add(event.clipboardData.files); } };
    this.find(".slash").onclick = () => { this.listed = !this.listed; this.chosen = this.listed ? 0 : -1; this.#draw(); this.box.focus(); };
    this.find(".attach").onclick = () => { this.#close(); openMenu(this.find(".attach"), this.#attachments()); };
    this.find(".files").onchange = () => { this.add(this.find(".files").files); this.find(".files").value = ""; };
    this.find(".context button").onclick = () => this.drop();
    this.find(".suggest").onmousedown = (event) => event.preventDefault(); // a command is tapped without leaving the box
    form.addEventListener("focusout", (event) => { if (this.listed && !form.contains(event.relatedTarget)) this.#close(); });
    this.#draw();
  }

  // What stands unsent, to be put back when one is this person again.
  get draft() { return { text: this.box.value, files: this.files, context: this.context }; }
  set draft(draft) {
    this.box.value = draft?.text ?? "";
    this.files = draft?.files ?? [];
    this.context = draft?.context ?? null;
    this.#draw();
  }

  fill(text) {
    this.box.value = text;
    this.#draw();
    this.box.focus();
  }

  reply(message) { this.#about({ kind: "reply", message }); }

  edit(message) {
    this.box.value = message.text;
    this.#about({ kind: "edit", message });
  }

  drop() {
    if (this.context?.kind === "edit") this.box.value = "";
    this.context = null;
    this.#draw();
    this.box.focus();
  }

  add(files) {
    const all = [...this.files, ...files];
    if (all.length > FILES_AT_MOST) toast(`Mỗi lần gửi tối đa ${FILES_AT_MOST} tệp.`);
    this.files = all.slice(0, FILES_AT_MOST);
    if (this.files.reduce((sum, file) => sum + file.size, 0) > SENT_AT_MOST) {
      this.files = this.files.slice(0, this.files.length - files.length);
      toast("Tệp quá lớn: mỗi lần gửi tối đa 60 MB.");
    }
    this.#draw();
    this.box.focus();
  }

  async send() {
    const { text, files, context } = this.draft;
    if (!text.trim() && !files.length && !(context?.kind === "edit" && isFile(context.message))) return; // a caption may be taken off
    const { asFile } = this;
    this.draft = null;
    const sent = files.length ? await this.acts.upload(files, text, asFile)
      : context?.kind === "edit" ? await this.acts.edit(context.message, text)
      : await this.acts.write(text, context?.message.id);
    if (!sent && !this.box.value) this.draft = { text, files, context };
    else this.asFile = false;
  }

  #about(context) {
    this.context = context;
    this.#draw();
    this.box.focus();
  }

  #close() {
    this.listed = false;
    this.chosen = -1;
    this.#draw(true);
  }

  #attachments() {
    const pick = (asFile) => () => { this.asFile = asFile; this.find(".files").click(); };
    const unfit = UNFIT.map(([words, kind]) => [words, () => this.acts.unfit(kind)]);
    return [["Ảnh hoặc tệp", pick(false)], ["Ảnh dưới dạng tệp", pick(true)], ...unfit, ...this.acts.more()];
  }

  #key(event) {
    const shown = this.find(".suggest").children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || event.keyCode === 229) return; // a Vietnamese letter is being put together
    if (step && shown) { event.preventDefault(); this.chosen = (this.chosen + step + shown) % shown; this.#draw(); return; }
    if (event.key === "ArrowUp" && !this.box.value && this.acts.last()) { event.preventDefault(); this.edit(this.acts.last()); }
    if (event.key === "Escape") { if (this.context) this.drop(); else this.#close(); }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (shown && this.chosen >= 0) this.find(".suggest").children[this.chosen].click();
    else this.send();
  }

  #draw(closed = false) {
    this.box.style.height = "auto";
    if (this.box.value) this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 160)}px`;
    this.#drawSuggestions(closed);
    this.#drawContext();
    this.#drawTray();
  }

  #drawSuggestions(closed) {
    const typed = this.box.value;
    const open = !closed && (this.listed || /^\/\w*$/.test(typed));
    const found = open ? this.acts.commands().filter((one) => this.listed || `/${one.command}`.startsWith(typed.toLowerCase())) : [];
    const list = this.find(".suggest");
    list.replaceChildren(...found.map((one, place) => this.#suggestion(one, place)));
    list.hidden = !found.length;
    list.children[this.chosen]?.scrollIntoView({ block: "nearest" });
    this.find(".slash").setAttribute("aria-expanded", String(found.length > 0));
    if (found.length && this.chosen >= 0) this.box.setAttribute("aria-activedescendant", list.children[this.chosen]?.id ?? "");
    else this.box.removeAttribute("aria-activedescendant");
  }

  #suggestion(one, place) {
    const row = element("li", place === this.chosen ? "chosen" : "");
    row.id = `${this.box.id}-command-${place}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(place === this.chosen));
    row.append(element("b", "", `/${one.command}`), element("span", "", one.description));
    row.onclick = () => { this.listed = false; this.draft = { text: `/${one.command}`, files: this.files }; this.send(); };
    return row;
  }

  #drawContext() {
    const place = this.find(".context");
    place.hidden = !this.context;
    if (!this.context) return;
    place.querySelector("b").textContent = this.context.kind === "edit" ? (isFile(this.context.message) ? "Sửa chú thích" : "Sửa tin nhắn") : `Trả lời ${this.context.message.bot ? "ktd" : this.context.message.from}`;
    place.querySelector("span").textContent = shortly(this.context.message);
  }

  #drawTray() {
    const tray = this.find(".tray");
    tray.hidden = !this.files.length;
    for (const image of tray.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    tray.replaceChildren(...this.files.map((file) => {
      const row = element("li");
      if (/^image\//.test(file.type)) {
        const image = element("img");
        image.src = URL.createObjectURL(file);
        image.alt = "";
        row.append(image);
      }
      row.append(element("span", "name", file.name));
      const away = element("button", "plain", "✕");
      away.type = "button";
      away.setAttribute("aria-label", `Bỏ ${file.name}`);
      away.onclick = () => { this.files = this.files.filter((one) => one !== file); this.#draw(); };
      row.append(away);
      return row;
    }));
    const captioned = this.files.length || (this.context?.kind === "edit" && isFile(this.context.message));
    this.box.placeholder = captioned ? "Thêm chú thích…" : this.box.dataset.words;
  }
}
