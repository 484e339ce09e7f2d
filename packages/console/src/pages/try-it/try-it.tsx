import type { ConsoleReply } from "@rondo/protocol/console";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { useAction, useCall } from "../../api/hooks.ts";
import { useAppParams } from "../../api/session.tsx";
import { FailureNotice, Loaded } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { Section } from "../../components/section.tsx";
import { ChatPair } from "./chat-pair.tsx";

/** A chat between two users made for it, both in this page, over the real addresses. */
export function TryItPage() {
  const { t } = useTranslation();
  const query = useCall("getOverview", { params: useAppParams() });
  return (
    <Page title={t("nav.tryIt")} hint={t("tryIt.hint")}>
      <Loaded query={query}>{(overview) => <Start overview={overview} />}</Loaded>
    </Page>
  );
}

function Start({ overview }: { overview: ConsoleReply<"getOverview"> }) {
  const { t } = useTranslation();
  const params = useAppParams();
  const first = useAction("createTestUser");
  const second = useAction("createTestUser");
  const web = overview.families.find(({ family }) => family === "web");
  const rest = web?.rest[0];
  const websocket = web?.websocket[0];
  if (rest === undefined || websocket === undefined) {
    return <Alert type="warning" showIcon title={t("tryIt.noAddresses")} />;
  }
  if (first.isSuccess && second.isSuccess) {
    return <ChatPair place={{ appKey: overview.appKey, rest, websocket }} users={[first.data, second.data]} />;
  }
  const begin = (): void => {
    first.mutate({ params });
    second.mutate({ params });
  };
  const error = first.error ?? second.error;
  return (
    <Section title={t("tryIt.title")}>
      <div className="stack">
        <p>{t("tryIt.explanation")}</p>
        {error !== null && <FailureNotice error={error} />}
        <div>
          <Button type="primary" loading={first.isPending || second.isPending} onClick={begin}>
            {t("tryIt.start")}
          </Button>
        </div>
      </div>
    </Section>
  );
}
