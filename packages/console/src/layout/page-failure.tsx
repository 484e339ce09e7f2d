import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

/** Something was thrown while a page was drawn, or a file of a newer version is asked for that is not there any more. */
export function PageFailure() {
  const { t } = useTranslation();
  const error = useRouteError();
  console.error(error);
  return (
    <main className="center-block">
      <Result
        status="error"
        title={t("errors.pageTitle")}
        subTitle={t("errors.pageHint")}
        extra={
          <Button type="primary" onClick={() => location.reload()}>
            {t("common.reload")}
          </Button>
        }
      />
    </main>
  );
}
