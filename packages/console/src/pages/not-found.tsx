import { Result } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useTitle } from "../components/page.tsx";

export function NotFoundPage() {
  const { t } = useTranslation();
  useTitle(t("errors.notFoundTitle"));
  return (
    <main className="center-block">
      <Result
        status="info"
        title={<h1>{t("errors.notFoundTitle")}</h1>}
        subTitle={t("errors.notFoundHint")}
        extra={<Link to="/">{t("common.home")}</Link>}
      />
    </main>
  );
}
