import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { ShownLink } from "../auth/shown-link.tsx";

export function InvitationSent({ email, link, onClose }: { email: string; link: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      {link === null && <Alert type="success" showIcon title={t("members.invitationSent", { email })} />}
      <ShownLink link={link} />
      <div className="form-buttons">
        <Button type="primary" onClick={onClose}>
          {t("common.done")}
        </Button>
      </div>
    </div>
  );
}
