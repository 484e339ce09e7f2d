import type { ConsoleMessage } from "@rondo/protocol/console";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAppParams } from "../../api/session.tsx";
import { type Column, DataList } from "../../components/data-list.tsx";
import { EmptyBlock } from "../../components/load-state.tsx";
import { usePaged } from "../../components/paging.ts";
import { Time } from "../../components/time.tsx";
import type { MessageFilter } from "./filter.ts";
import { MessageDrawer } from "./message-drawer.tsx";
import { useSummary } from "./summary.ts";

/** Messages, the newest first; each opens at the side. */
export function MessageList({ filter, emptyHint }: { filter: MessageFilter; emptyHint?: string }) {
  const { t } = useTranslation();
  const params = useAppParams();
  const list = usePaged("listMessages", { params, query: filter });
  const [opened, setOpened] = useState<string>();
  return (
    <>
      <DataList
        label={t("nav.messages")}
        {...list}
        columns={useColumns(setOpened)}
        rowKey={({ id }) => id}
        empty={<EmptyBlock text={t("messages.empty")} hint={emptyHint} />}
      />
      <MessageDrawer id={opened} onClose={() => setOpened(undefined)} />
    </>
  );
}

function useColumns(open: (id: string) => void): Column<ConsoleMessage>[] {
  const { t } = useTranslation();
  const summaryOf = useSummary();
  return [
    { key: "at", title: t("messages.at"), render: ({ at }) => <Time at={at} isExact /> },
    {
      key: "fromTo",
      title: t("messages.fromTo"),
      isHeading: true,
      render: ({ from, to, chatType }) => (
        <>
          <div className="message-parties break">
            {from}
            <br />→ {to}
          </div>
          <div className="quiet small">{t(`messages.chatTypes.${chatType}`)}</div>
        </>
      ),
    },
    { key: "type", title: t("messages.type"), render: ({ type }) => t(`messages.types.${type}`) },
    {
      key: "content",
      title: t("messages.content"),
      render: (message) => <div className="message-summary">{summaryOf(message)}</div>,
    },
    {
      key: "actions",
      title: "",
      render: ({ id, from }) => (
        <Button size="small" onClick={() => open(id)} aria-label={t("messages.openFrom", { from })}>
          {t("messages.open")}
        </Button>
      ),
    },
  ];
}
