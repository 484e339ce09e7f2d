import { PlusOutlined } from "@ant-design/icons";
import type { ConsoleUserDetails } from "@rondo/protocol/console";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useCan } from "../../api/session.tsx";
import { useAct } from "../../components/confirm.tsx";
import { useRules } from "../../components/rules.ts";
import { Section } from "../../components/section.tsx";
import { changedByUser, useUserParams } from "./user-params.ts";

interface Values {
  readonly attributes?: readonly { readonly name: string; readonly value?: string }[];
}

/** What the application has written about a user. */
export function Attributes({ user }: { user: ConsoleUserDetails }) {
  const { t } = useTranslation();
  const rules = useRules();
  const params = useUserParams();
  const canChange = useCan("users.change");
  const act = useAct();
  const change = useAction("changeUserAttributes", changedByUser);
  const attributes = Object.entries(user.attributes).map(([name, value]) => ({ name, value }));
  const submit = (values: Values): void => {
    const changed = differences(user.attributes, values.attributes ?? []);
    if (Object.keys(changed).length === 0) return;
    act(change.mutateAsync({ params, body: { attributes: changed } }), t("common.saved"));
  };
  return (
    <Section title={t("users.attributes")} hint={t("users.attributesHint")}>
      <Form<Values> name="attributes" initialValues={{ attributes }} onFinish={submit} disabled={!canChange}>
        <Form.List name="attributes">
          {(fields, { add, remove }) => (
            <div className="attribute-list">
              {fields.length === 0 && <p className="quiet">{t("users.noAttributes")}</p>}
              {fields.map(({ key, name }) => (
                <div key={key} className="attribute">
                  <Form.Item name={[name, "name"]} rules={[rules.required]} noStyle>
                    <Input aria-label={t("users.attributeName")} placeholder={t("users.attributeName")} />
                  </Form.Item>
                  <Form.Item name={[name, "value"]} noStyle>
                    <Input aria-label={t("users.attributeValue")} placeholder={t("users.attributeValue")} />
                  </Form.Item>
                  {canChange && <Button onClick={() => remove(name)}>{t("common.remove")}</Button>}
                </div>
              ))}
              {canChange && (
                <div className="row-actions">
                  <Button icon={<PlusOutlined />} onClick={() => add({ name: "", value: "" })}>
                    {t("users.addAttribute")}
                  </Button>
                  <Button type="primary" htmlType="submit" loading={change.isPending}>
                    {t("common.save")}
                  </Button>
                </div>
              )}
            </div>
          )}
        </Form.List>
      </Form>
    </Section>
  );
}

/** What is new or different, and null for what is gone. */
function differences(
  before: Readonly<Record<string, string>>,
  after: readonly { readonly name: string; readonly value?: string }[],
): Record<string, string | null> {
  const wanted = Object.fromEntries(after.map(({ name, value = "" }) => [name.trim(), value]));
  const gone = Object.keys(before).filter((name) => !(name in wanted));
  return {
    ...Object.fromEntries(gone.map((name) => [name, null])),
    ...Object.fromEntries(Object.entries(wanted).filter(([name, value]) => before[name] !== value)),
  };
}
