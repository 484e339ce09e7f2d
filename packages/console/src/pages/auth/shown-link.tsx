import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../components/copy.tsx";

/** In development without a mail server the link of a mail is shown instead. */
export function ShownLink({ link }: { link: string | null }) {
  const { t } = useTranslation();
  if (link === null) return null;
  return (
    <Alert
      type="info"
      showIcon
      title={t("auth.shownLink")}
      description={
        <>
          <a href={link} className="break">
            {link}
          </a>{" "}
          <CopyButton text={link} what={t("auth.link")} />
        </>
      }
    />
  );
}
