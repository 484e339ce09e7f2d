import type { ConsoleMessage } from "@rondo/protocol/console";
import { Button, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { useAction, useCall } from "../../api/hooks.ts";
import { useAppParams, useCan } from "../../api/session.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { useConfirm } from "../../components/confirm.tsx";
import { CopyValue } from "../../components/copy.tsx";
import { Loaded } from "../../components/load-state.tsx";
import { useFormat } from "../../i18n/format.ts";

const WIDTH = 560;

/** One message in full. */
export function MessageDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const { org, app } = useAppParams();
  const query = useCall("getMessage", { params: { org, app, message: id ?? "" } }, { enabled: id !== undefined });
  return (
    <Drawer open={id !== undefined} onClose={onClose} title={t("messages.one")} size={WIDTH} destroyOnHidden>
      {id !== undefined && (
        <Loaded query={query} rows={10}>
          {(message) => <Details message={message} onGone={onClose} />}
        </Loaded>
      )}
    </Drawer>
  );
}

function Details({ message, onGone }: { message: ConsoleMessage; onGone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts: [string, string][] = [
    [t("messages.at"), format.time(message.at)],
    [t("messages.from"), message.from],
    [t("messages.to"), message.to],
    [t("messages.chatType"), t(`messages.chatTypes.${message.chatType}`)],
    [t("messages.type"), t(`messages.types.${message.type}`)],
    ...(message.edits > 0 ? ([[t("messages.edits"), format.number(message.edits)]] as [string, string][]) : []),
    ...(message.audience === null
      ? []
      : ([[t("messages.audience"), format.list(message.audience)]] as [string, string][])),
  ];
  return (
    <div className="stack">
      <dl className="facts">
        <div>
          <dt>{t("messages.id")}</dt>
          <dd>
            <CopyValue text={message.id} what={t("messages.id")} />
          </dd>
        </div>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {message.text !== "" && <blockquote className="message-text">{message.text}</blockquote>}
      <CodeBlock title={t("messages.body")} what={t("messages.body")} code={JSON.stringify(message.body, null, 2)} />
      {Object.keys(message.ext).length > 0 && (
        <CodeBlock title={t("messages.ext")} what={t("messages.ext")} code={JSON.stringify(message.ext, null, 2)} />
      )}
      <MessageActions id={message.id} onGone={onGone} />
    </div>
  );
}

function MessageActions({ id, onGone }: { id: string; onGone: () => void }) {
  const { t } = useTranslation();
  const { org, app } = useAppParams();
  const params = { org, app, message: id };
  const canChange = useCan("messages.change");
  const confirm = useConfirm();
  const recall = useAction("recallMessage", ["listMessages", "listOperations"]);
  const remove = useAction("removeMessage", ["listMessages", "listOperations"]);
  if (!canChange) return null;
  const askRecall = (): void =>
    confirm({
      title: t("messages.recallTitle"),
      content: t("messages.recallHint"),
      okText: t("messages.recall"),
      act: async () => {
        await recall.mutateAsync({ params });
        onGone();
      },
      done: t("messages.recalled"),
    });
  const askRemove = (): void =>
    confirm({
      title: t("messages.removeTitle"),
      content: t("messages.removeHint"),
      okText: t("common.delete"),
      isDangerous: true,
      act: async () => {
        await remove.mutateAsync({ params });
        onGone();
      },
      done: t("messages.removed"),
    });
  return (
    <div className="row-actions">
      <Button onClick={askRecall}>{t("messages.recall")}</Button>
      <Button danger onClick={askRemove}>
        {t("common.delete")}
      </Button>
    </div>
  );
}
