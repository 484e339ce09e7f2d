import type { OwnSession } from "@rondo/protocol/console";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useAction, useCall } from "../../api/hooks.ts";
import { useClientPages } from "../../components/client-pages.ts";
import { useAct } from "../../components/confirm.tsx";
import { type Column, DataList } from "../../components/data-list.tsx";
import { EmptyBlock } from "../../components/load-state.tsx";
import { Section } from "../../components/section.tsx";
import { StateText } from "../../components/state-text.tsx";
import { Time } from "../../components/time.tsx";
import { describeBrowser } from "./user-agent.ts";

/** Where one is logged in. */
export function SessionsSection() {
  const { t } = useTranslation();
  const pages = useClientPages(useCall("listSessions", {}));
  return (
    <Section title={t("account.sessions")} hint={t("account.sessionsHint")} flush>
      <DataList
        label={t("account.sessions")}
        {...pages}
        columns={useColumns()}
        rowKey={({ id }) => id}
        empty={<EmptyBlock text={t("account.noSessions")} />}
      />
    </Section>
  );
}

function useColumns(): Column<OwnSession>[] {
  const { t } = useTranslation();
  const act = useAct();
  const end = useAction("endSession", ["listSessions"]);
  return [
    {
      key: "browser",
      title: t("account.browser"),
      isHeading: true,
      render: ({ userAgent, isCurrent }) => (
        <>
          <div title={userAgent}>{describeBrowser(userAgent)}</div>
          {isCurrent && <StateText tone="good">{t("account.thisOne")}</StateText>}
        </>
      ),
    },
    { key: "address", title: t("account.address"), render: ({ address }) => <span className="mono">{address}</span> },
    { key: "createdAt", title: t("account.since"), render: ({ createdAt }) => <Time at={createdAt} /> },
    { key: "lastSeenAt", title: t("account.lastSeen"), render: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
    {
      key: "actions",
      title: "",
      render: ({ id, isCurrent }) =>
        !isCurrent && (
          <Button
            size="small"
            onClick={() => act(end.mutateAsync({ params: { session: id } }), t("account.sessionEnded"))}
          >
            {t("account.endSession")}
          </Button>
        ),
    },
  ];
}
