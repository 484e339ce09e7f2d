import { Alert, Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { FailureNotice } from "../../components/load-state.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useUserParams } from "./user-params.ts";

/** Makes a token with which a client logs in as this user. */
export function UserTokenModal({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const params = useUserParams();
  const make = useAction("createUserToken", ["listOperations"]);
  return (
    <Modal
      open={open}
      title={t("users.token")}
      footer={null}
      onCancel={onClose}
      afterClose={make.reset}
      destroyOnHidden
    >
      <div className="stack">
        {make.isSuccess ? (
          <>
            <Alert type="warning" showIcon title={t("users.tokenWarning")} />
            <CodeBlock
              code={make.data.token}
              what={t("users.token")}
              title={
                make.data.expiresAt === null
                  ? t("users.tokenForever")
                  : t("users.tokenUntil", { at: format.time(make.data.expiresAt) })
              }
            />
          </>
        ) : (
          <p>{t("users.tokenHint")}</p>
        )}
        {make.isError && <FailureNotice error={make.error} />}
        <div className="form-buttons">
          {make.isSuccess ? (
            <Button type="primary" onClick={onClose}>
              {t("common.done")}
            </Button>
          ) : (
            <Button type="primary" loading={make.isPending} onClick={() => make.mutate({ params, body: {} })}>
              {t("users.tokenMake")}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
