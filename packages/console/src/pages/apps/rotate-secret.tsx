import { Button, Modal, Radio, type RadioChangeEvent } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useAppParams } from "../../api/session.tsx";
import { FailureNotice } from "../../components/load-state.tsx";
import { OneTimeSecret } from "./one-time-secret.tsx";

const HOUR = 60 * 60;
const periods = [
  { seconds: 0, name: "now" },
  { seconds: HOUR, name: "hour" },
  { seconds: 24 * HOUR, name: "day" },
  { seconds: 7 * 24 * HOUR, name: "week" },
] as const;

/** Makes a new secret; the old one stays good for as long as is chosen, so that servers can change over. */
export function RotateSecret({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const params = useAppParams();
  const [seconds, setSeconds] = useState<number>(24 * HOUR);
  const rotate = useAction("rotateSecret", ["getApp", "listOperations"]);
  const submit = (): void => rotate.mutate({ params, body: { previousValidSeconds: seconds } });
  return (
    <Modal
      open={open}
      title={t("apps.secret.rotate")}
      footer={null}
      onCancel={onClose}
      afterClose={rotate.reset}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {rotate.isSuccess ? (
        <div className="stack">
          <OneTimeSecret app={rotate.data.app} clientSecret={rotate.data.clientSecret} />
          <div className="form-buttons">
            <Button type="primary" onClick={onClose}>
              {t("common.done")}
            </Button>
          </div>
        </div>
      ) : (
        <div className="stack">
          <p id="rotate-question">{t("apps.secret.rotateHint")}</p>
          <Radio.Group
            aria-labelledby="rotate-question"
            className="choices"
            value={seconds}
            onChange={(event: RadioChangeEvent) => setSeconds(Number(event.target.value))}
            options={periods.map((period) => ({
              value: period.seconds,
              label: t(`apps.secret.period.${period.name}`),
            }))}
          />
          {rotate.isError && <FailureNotice error={rotate.error} />}
          <div className="form-buttons">
            <Button onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="primary" loading={rotate.isPending} onClick={submit}>
              {t("apps.secret.rotateSubmit")}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
