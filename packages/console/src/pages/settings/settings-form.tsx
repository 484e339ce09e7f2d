import type { AppSettings, AppSettingsView } from "@rondo/protocol/console";
import { Button, Form } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useAppParams, useCan } from "../../api/session.tsx";
import { useAct, useConfirm } from "../../components/confirm.tsx";
import { Section } from "../../components/section.tsx";
import { groupNames, groups, type SettingName } from "./definitions.ts";
import { SettingRow } from "./setting-row.tsx";

/** All switches in one form: what was changed is saved together. */
export function SettingsForm({ view }: { view: AppSettingsView }) {
  const { t } = useTranslation();
  const params = useAppParams();
  const canChange = useCan("apps.change");
  const act = useAct();
  const confirm = useConfirm();
  const change = useAction("changeAppSettings", ["getAppSettings", "getApp", "listApps", "listOperations"]);
  const [form] = Form.useForm<AppSettings>();
  const current: Partial<AppSettings> = Form.useWatch([], form) ?? {};
  const changed = changedIn(view.settings, current);
  const count = Object.keys(changed).length;
  useWarningBeforeLeaving(count > 0);
  // After saving: what the server has stored.
  useEffect(() => form.setFieldsValue(view.settings), [form, view.settings]);

  const removeSecret = (name: SettingName): void =>
    confirm({
      title: t("settings.removeSecretTitle", { name: t(`settings.names.${name}`) }),
      content: t("settings.removeSecretHint"),
      okText: t("common.remove"),
      isDangerous: true,
      act: () => change.mutateAsync({ params, body: { [name]: "" } }),
      done: t("common.saved"),
    });

  return (
    <Form<AppSettings>
      form={form}
      name="settings"
      initialValues={view.settings}
      className="page-form"
      scrollToFirstError
      onFinish={() => act(change.mutateAsync({ params, body: changed }), t("common.saved"))}
    >
      {groupNames.map((group) => (
        <Section key={group} title={t(`settings.groups.${group}`)}>
          <div className="settings">
            {groups[group].map((definition) => (
              <SettingRow
                key={definition.name}
                definition={definition}
                view={view}
                canChange={canChange}
                onRemoveSecret={removeSecret}
              />
            ))}
          </div>
        </Section>
      ))}
      {count > 0 && (
        <div className="save-bar" role="status">
          <span>{t("settings.changes", { count })}</span>
          <div className="row-actions">
            <Button onClick={() => form.setFieldsValue(view.settings)}>{t("settings.discard")}</Button>
            <Button type="primary" htmlType="submit" loading={change.isPending}>
              {t("common.save")}
            </Button>
          </div>
        </div>
      )}
    </Form>
  );
}

function changedIn(before: AppSettings, after: Partial<AppSettings>): Partial<AppSettings> {
  const different = Object.entries(after).filter(
    ([name, value]) => value !== undefined && value !== before[name as SettingName],
  );
  return Object.fromEntries(different) as Partial<AppSettings>; // some members of what came in
}

function useWarningBeforeLeaving(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isWanted]);
}
