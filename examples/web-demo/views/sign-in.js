import { byId } from "../lib/dom.js";

/** The form for those who are not signed in. `entered` gets the login's promise once it has succeeded. */
export class SignIn {
  constructor(chat, entered) {
    this.chat = chat;
    this.entered = entered;
    this.isNew = false;
    this.isBusy = false;
    this.element = byId("sign-in");
    this.form = byId("login");
    this.error = this.form.querySelector(".error");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.form.addEventListener("input", () => this.complain(""));
    byId("switch").addEventListener("click", () => {
      this.isNew = !this.isNew;
      this.complain("");
      this.draw();
      this.form.elements.user.focus();
    });
  }

  show(isShown) {
    this.element.hidden = !isShown;
    if (isShown) this.form.elements.user.focus();
  }

  draw() {
    const { texts } = this.chat;
    this.element.classList.toggle("is-new", this.isNew);
    this.form.querySelector("[type=submit]").textContent = this.isNew ? texts.register : texts.signIn;
    this.form.elements.password.autocomplete = this.isNew ? "new-password" : "current-password";
    byId("switch").textContent = this.isNew ? texts.haveAccount : texts.noAccount;
  }

  complain(text) {
    this.error.textContent = text;
  }

  async submit() {
    const { session, texts, conn } = this.chat;
    const { elements } = this.form;
    const user = elements.user.value.trim().toLowerCase();
    const password = elements.password.value;
    const nickname = elements.nickname.value.trim();
    if (this.isBusy) return;
    if (user === "" || password === "") {
      this.complain(`${user === "" ? texts.userId : texts.password}: ${texts.empty}`);
      return;
    }
    this.busy(true);
    try {
      if (this.isNew) {
        await session.register({ user, password, nickname });
        if (nickname !== "") await conn.updateUserInfo({ nickname });
      } else await session.signIn({ user, password });
      this.form.reset();
      this.entered();
    } catch (error) {
      this.complain(this.chat.say(error));
    }
    this.busy(false);
  }

  busy(isBusy) {
    this.isBusy = isBusy;
    this.form.querySelector("[type=submit]").disabled = isBusy;
  }
}
