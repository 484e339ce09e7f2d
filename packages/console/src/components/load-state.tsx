/** The states of what is loaded: loading, failed with a way to try again, empty. */

import type { UseQueryResult } from "@tanstack/react-query";
import { Alert, Button, Empty, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "./error-text.ts";

export function FailureNotice({
  error,
  onRetry,
  isRetrying = false,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
  isRetrying?: boolean;
}) {
  const { t } = useTranslation();
  const textOf = useErrorText();
  const retry = onRetry && (
    <Button size="small" onClick={onRetry} loading={isRetrying}>
      {t("common.retry")}
    </Button>
  );
  return <Alert type="error" showIcon title={textOf(error)} action={retry} role="alert" />;
}

export function LoadingBlock({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-busy="true">
      <span className="visually-hidden">{t("common.loading")}</span>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

export function EmptyBlock({
  text,
  hint,
  children,
}: {
  text: string;
  hint?: string | undefined;
  children?: ReactNode;
}) {
  return (
    <Empty
      className="empty-block"
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <div className="empty-title">{text}</div>
          {hint && <div className="quiet">{hint}</div>}
        </>
      }
    >
      {children}
    </Empty>
  );
}

/** Shows what a query has read, or where it stands. */
export function Loaded<T>({
  query,
  rows,
  children,
}: {
  query: UseQueryResult<T>;
  rows?: number;
  children: (data: NoInfer<T>) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return <FailureNotice error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />;
  }
  return <LoadingBlock {...(rows === undefined ? {} : { rows })} />;
}
