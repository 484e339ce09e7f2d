import type { Overview } from "@rondo/protocol/console";
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeBlock } from "../../components/code-block.tsx";
import { Section } from "../../components/section.tsx";
import { connectionSnippet, familyOf, type Platform, platforms } from "./snippet.ts";

/** The code that connects a client of a platform, with this application's values. */
export function Integration({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const [platform, setPlatform] = useState<Platform>("alipay");
  const family = overview.families.find((item) => item.family === familyOf(platform));
  const rest = family?.rest[0];
  const websocket = family?.websocket[0];
  return (
    <Section title={t("overview.integration")} hint={t("overview.integrationHint")}>
      <div className="stack">
        <div className="scroll-x">
          <Segmented<Platform>
            aria-label={t("overview.platformLabel")}
            value={platform}
            onChange={setPlatform}
            options={platforms.map((name) => ({ value: name, label: t(`overview.platform.${name}`) }))}
          />
        </div>
        {rest !== undefined && websocket !== undefined && (
          <CodeBlock
            title={platform === "web" ? "chat.js" : "app.js"}
            what={t("overview.snippet")}
            code={connectionSnippet(
              platform,
              { appKey: overview.appKey, rest, websocket },
              {
                file: t(platform === "web" ? "overview.snippetWebFile" : "overview.snippetFile"),
                addresses: t("overview.snippetAddresses"),
              },
            )}
          />
        )}
      </div>
    </Section>
  );
}
