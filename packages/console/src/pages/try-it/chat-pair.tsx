import { SendOutlined } from "@ant-design/icons";
import type { UserToken } from "@rondo/protocol/console";
import { Alert, Button, Input } from "antd";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Place } from "../../chat/chat.ts";
import { StateText, type Tone } from "../../components/state-text.tsx";
import { useFormat } from "../../i18n/format.ts";
import { type Line, type Status, useChat } from "./use-chat.ts";

export function ChatPair({ place, users }: { place: Place; users: readonly [UserToken, UserToken] }) {
  const [first, second] = users;
  return (
    <div className="chats">
      <ChatWindow place={place} user={first} partner={second.username} />
      <ChatWindow place={place} user={second} partner={first.username} />
    </div>
  );
}

const tones: Record<Status, Tone> = { connecting: "neutral", online: "good", reconnecting: "warning", failed: "bad" };

function ChatWindow({ place, user, partner }: { place: Place; user: UserToken; partner: string }) {
  const { t } = useTranslation();
  const id = useId();
  const { status, error, lines, send } = useChat(place, user);
  return (
    <section className="chat" aria-labelledby={id}>
      <header className="chat-head">
        <h2 id={id} className="break">
          {user.username}
        </h2>
        <StateText tone={tones[status]}>{t(`tryIt.status.${status}`)}</StateText>
      </header>
      <Lines lines={lines} />
      {error !== undefined && <Alert type="error" showIcon title={t("tryIt.failed")} description={error} />}
      <SendForm
        isEnabled={status === "online" || status === "reconnecting"}
        label={t("tryIt.messageTo", { partner })}
        onSend={(text) => void send(partner, text)}
      />
    </section>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useRef<HTMLDivElement>(null);
  const count = lines.length;
  useEffect(() => {
    if (count > 0) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <div className="chat-lines" role="log" aria-label={t("tryIt.messages")} tabIndex={0} ref={list}>
      {lines.length === 0 && <p className="quiet chat-empty">{t("tryIt.empty")}</p>}
      {lines.map((line) => (
        <div key={line.id} className={line.isOwn ? "chat-line chat-own" : "chat-line"}>
          <div className="chat-bubble">{line.text}</div>
          <div className="quiet small">
            {format.time(line.at)}
            {line.isOwn && ` · ${t(`tryIt.line.${line.state}`)}`}
          </div>
        </div>
      ))}
    </div>
  );
}

function SendForm({ label, isEnabled, onSend }: { label: string; isEnabled: boolean; onSend: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const submit = (event: React.SubmitEvent): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    onSend(text);
    setText("");
  };
  return (
    <form className="chat-form" onSubmit={submit}>
      <Input
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={label}
        aria-label={label}
        maxLength={2000}
        disabled={!isEnabled}
      />
      <Button
        type="primary"
        htmlType="submit"
        icon={<SendOutlined />}
        disabled={!isEnabled}
        aria-label={t("tryIt.send")}
      />
    </form>
  );
}
