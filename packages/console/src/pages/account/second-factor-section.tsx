import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../api/session.tsx";
import { Section } from "../../components/section.tsx";
import { StateText } from "../../components/state-text.tsx";
import { useFormat } from "../../i18n/format.ts";
import { DisableTotp } from "./disable-totp.tsx";

const EnableTotp = lazy(async () => ({ default: (await import("./enable-totp.tsx")).EnableTotp }));

/** A code of an authenticator besides the password. */
export function SecondFactorSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const { account } = useSession();
  const [opened, setOpened] = useState<"enable" | "disable">();
  const close = (): void => setOpened(undefined);
  return (
    <Section title={t("account.secondFactor")} hint={t("account.secondFactorHint")}>
      <div className="row">
        <div>
          {account.hasTotp ? (
            <>
              <StateText tone="good">{t("account.totpOn")}</StateText>
              <p className="quiet">{t("account.codesLeft", { number: format.number(account.recoveryCodesLeft) })}</p>
            </>
          ) : (
            <StateText tone="neutral">{t("account.totpOff")}</StateText>
          )}
        </div>
        <Button onClick={() => setOpened(account.hasTotp ? "disable" : "enable")} danger={account.hasTotp}>
          {t(account.hasTotp ? "account.disableTotp" : "account.enableTotp")}
        </Button>
      </div>
      {opened === "enable" && (
        <Suspense fallback={null}>
          <EnableTotp onClose={close} />
        </Suspense>
      )}
      <DisableTotp open={opened === "disable"} onClose={close} />
    </Section>
  );
}
