/** A chat page on the browser build of the SDK and the core that the demos share. Begin reading here. */
import { apiUrl, appKey, url } from "./config.js";
import { byId, say, toast } from "./lib/dom.js";
import { storage, upload } from "./lib/host.js";
import * as language from "./lib/language.js";
import { Chat } from "./src/chat-core/chat.js";
import { showBanner } from "./views/banner.js";
import { ChatView } from "./views/chat.js";
import { ConversationList } from "./views/conversations.js";
import { SignIn } from "./views/sign-in.js";

// The script in front of this one has put it there; the official SDK calls it `websdk`.
const WebIM = window.WebIM || window.websdk;
if (WebIM === undefined) throw new Error("src/sdk/rondo-chat.js is missing: node examples/prepare.js");
WebIM.conn = new WebIM.connection({
  appKey,
  apiUrl,
  url,
  https: apiUrl.startsWith("https:"),
  // The addresses above count, and not those that a lookup would find.
  isHttpDNS: false,
  heartBeatWait: 30000,
  // Five, the default, are over in eight seconds; from the twentieth on there are five to ten seconds between two.
  autoReconnectNumMax: 1000,
  // The other side sees that a message has arrived here.
  delivery: true,
});

const chat = new Chat(WebIM, { language: language.current(), storage, upload });
const signIn = new SignIn(chat, enter);
const view = new ChatView(chat);
const list = new ConversationList(chat, openChat);

function openChat(type, id) {
  byId("panes").classList.add("has-chat");
  byId("no-chat").hidden = true;
  void view.open(type, id);
  list.openKey = view.key;
  list.draw();
}

/** On a narrow page the conversation covers the list. */
function closeChat() {
  const { key } = view;
  byId("panes").classList.remove("has-chat");
  byId("no-chat").hidden = false;
  if (view.log !== undefined) view.close();
  list.openKey = "";
  list.draw();
  byId("conversations")
    .querySelector(`[data-focus="${CSS.escape(key)}"]`)
    ?.focus();
}

async function enter() {
  showPage();
  try {
    await chat.loadAll();
  } catch (error) {
    toast(chat.say(error));
  }
}

function signOut() {
  closeChat();
  chat.signOut();
  showPage();
}

function showPage() {
  const { isSignedIn } = chat.session;
  signIn.show(!isSignedIn);
  byId("panes").hidden = !isSignedIn;
}

function draw() {
  document.documentElement.lang = chat.texts.me === "我" ? "zh" : "en";
  say(chat.texts);
  signIn.draw();
  list.draw();
  view.draw();
}

showBanner(chat, { retry: () => chat.session.retry(), signIn: signOut });
for (const store of [chat.conversations, chat.people, chat.contacts, chat.groups]) {
  store.watch(() => {
    list.draw();
    view.draw();
  });
}
byId("sign-out").addEventListener("click", signOut);
byId("back").addEventListener("click", closeChat);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && view.log !== undefined) closeChat();
});
for (const button of document.querySelectorAll("[data-act=language]")) {
  button.addEventListener("click", () => {
    const next = document.documentElement.lang === "zh" ? "en" : "zh";
    language.choose(next);
    chat.setLanguage(next);
    // What is the same in both languages is drawn again as well.
    byId("conversations").replaceChildren();
    byId("messages").replaceChildren();
    draw();
  });
}

draw();
const login = chat.session.remembered();
if (login !== undefined) {
  // A login of an earlier day may have ended meanwhile: the form is shown again.
  chat.session.signIn(login).then(enter, (error) => {
    toast(chat.say(error));
    showPage();
  });
}
showPage();
