import { byId } from "../lib/dom.js";
import { bannerOf } from "../src/chat-core/banner.js";

/** How the connection stands, and what can be done about it. @param {{ retry(): void, signIn(): void }} actions */
export function showBanner(chat, actions) {
  const element = byId("banner");
  const [text, button] = element.children;
  const draw = () => {
    const banner = bannerOf(chat.session.state, chat.texts, Date.now());
    element.hidden = banner === undefined;
    if (banner === undefined) return;
    element.className = `banner banner-${banner.level}`;
    // The same text again would be read aloud again.
    if (text.textContent !== banner.text) text.textContent = banner.text;
    button.textContent = { retry: chat.texts.retryNow, signIn: chat.texts.signInAgain }[banner.action] || "";
    button.hidden = banner.action === "";
    button.onclick = actions[banner.action];
  };
  chat.session.watch(draw);
  // The seconds until the next attempt go by.
  setInterval(draw, 1000);
}
