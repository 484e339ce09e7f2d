import { DownloadOutlined } from "@ant-design/icons";
import { Button, Card } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useCan } from "../../api/session.tsx";
import { Page } from "../../components/page.tsx";
import { readFilter, writeFilter } from "./filter.ts";
import { FilterForm } from "./filter-form.tsx";
import { MessageList } from "./message-list.tsx";

const ExportMessages = lazy(async () => ({ default: (await import("./export-messages.tsx")).ExportMessages }));

/** Finding messages, looking at them, taking them back. */
export function MessagesPage() {
  const { t } = useTranslation();
  const canExport = useCan("messages.export");
  const [search, setSearch] = useSearchParams();
  const [isExporting, setIsExporting] = useState(false);
  const filter = readFilter(search);
  const actions = canExport && (
    <Button icon={<DownloadOutlined />} onClick={() => setIsExporting(true)}>
      {t("messages.export")}
    </Button>
  );
  return (
    <Page title={t("nav.messages")} hint={t("messages.hint")} actions={actions}>
      <Card className="list-card">
        <FilterForm key={search.toString()} filter={filter} onSearch={(wanted) => setSearch(writeFilter(wanted))} />
        <div>
          <MessageList filter={filter} emptyHint={t("messages.emptyHint")} />
        </div>
      </Card>
      {isExporting && (
        <Suspense fallback={null}>
          <ExportMessages filter={filter} onClose={() => setIsExporting(false)} />
        </Suspense>
      )}
    </Page>
  );
}
