import type { AppDetails } from "@rondo/protocol/console";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useAppParams, useCan } from "../../api/session.tsx";
import { TypeNameModal, useAct, useConfirm } from "../../components/confirm.tsx";
import { Section } from "../../components/section.tsx";
import { useFormat } from "../../i18n/format.ts";

const changed = ["getApp", "listApps", "listOperations"] as const;

/** Disabling and deleting. */
export function DangerZone({ app }: { app: AppDetails }) {
  const { t } = useTranslation();
  const canDisable = useCan("apps.disable");
  const canDelete = useCan("apps.delete");
  if (!canDisable && !canDelete) return null;
  return (
    <Section title={t("apps.danger")}>
      <div className="rows">
        {app.deletesAt === null ? (
          <>
            {canDisable && <Disabling app={app} />}
            {canDelete && <Deletion app={app} />}
          </>
        ) : (
          <Deleting deletesAt={app.deletesAt} canUndo={canDelete} />
        )}
      </div>
    </Section>
  );
}

function Disabling({ app }: { app: AppDetails }) {
  const { t } = useTranslation();
  const params = useAppParams();
  const confirm = useConfirm();
  const act = useAct();
  const set = useAction("setAppDisabled", changed);
  const toggle = (): void => {
    if (app.isDisabled) {
      act(set.mutateAsync({ params, body: { disabled: false } }), t("apps.enabled"));
      return;
    }
    confirm({
      title: t("apps.disableTitle", { name: app.title }),
      content: t("apps.disableHint"),
      okText: t("apps.disable"),
      isDangerous: true,
      act: () => set.mutateAsync({ params, body: { disabled: true } }),
      done: t("apps.disabled"),
    });
  };
  return (
    <div className="row">
      <div>
        <h3>{app.isDisabled ? t("apps.enable") : t("apps.disable")}</h3>
        <p className="quiet">{app.isDisabled ? t("apps.enableHint") : t("apps.disableHint")}</p>
      </div>
      <Button danger={!app.isDisabled} onClick={toggle} loading={set.isPending}>
        {app.isDisabled ? t("apps.enable") : t("apps.disable")}
      </Button>
    </div>
  );
}

function Deletion({ app }: { app: AppDetails }) {
  const { t } = useTranslation();
  const params = useAppParams();
  const [isAsking, setIsAsking] = useState(false);
  const act = useAct();
  const remove = useAction("deleteApp", changed);
  const doIt = async (): Promise<void> => {
    const done = remove.mutateAsync({ params, body: { name: app.name } });
    act(done, t("apps.deletionBegun"));
    await done.then(
      () => setIsAsking(false),
      () => undefined, // told by `act`; the question stays open
    );
  };
  return (
    <div className="row">
      <div>
        <h3>{t("apps.delete")}</h3>
        <p className="quiet">{t("apps.deleteHint")}</p>
      </div>
      <Button danger onClick={() => setIsAsking(true)}>
        {t("apps.delete")}
      </Button>
      <TypeNameModal
        open={isAsking}
        title={t("apps.deleteTitle", { name: app.title })}
        content={t("apps.deleteHint")}
        name={app.name}
        label={t("apps.deleteType", { name: app.name })}
        okText={t("apps.delete")}
        onOk={doIt}
        onClose={() => setIsAsking(false)}
      />
    </div>
  );
}

function Deleting({ deletesAt, canUndo }: { deletesAt: number; canUndo: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const params = useAppParams();
  const act = useAct();
  const undo = useAction("undoAppDeletion", changed);
  return (
    <Alert
      type="error"
      showIcon
      title={t("apps.deleting", { at: format.shortTime(deletesAt) })}
      description={t("apps.deletingHint")}
      action={
        canUndo && (
          <Button loading={undo.isPending} onClick={() => act(undo.mutateAsync({ params }), t("apps.deletionUndone"))}>
            {t("apps.undoDeletion")}
          </Button>
        )
      }
    />
  );
}
