import { Button, Form, Input, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { refreshSession, useSession } from "../../api/session.tsx";
import { useAct } from "../../components/confirm.tsx";
import { Section } from "../../components/section.tsx";
import { type Language, languageNames, languages } from "../../i18n/index.ts";
import { useLanguage } from "../../i18n/use-language.ts";

interface Values {
  readonly name?: string;
  readonly language: Language;
}

export function ProfileSection() {
  const { t } = useTranslation();
  const { account } = useSession();
  const { language, choose } = useLanguage();
  const act = useAct();
  const change = useAction("changeAccount");
  const submit = (values: Values): void => {
    const body = { name: values.name ?? "", language: values.language };
    const done = change.mutateAsync({ body }).then(() => Promise.all([choose(values.language), refreshSession()]));
    act(done, t("common.saved"));
  };
  return (
    <Section title={t("account.profile")}>
      <Form<Values>
        name="profile"
        layout="vertical"
        requiredMark={false}
        className="form-narrow"
        initialValues={{ name: account.name, language }}
        onFinish={submit}
      >
        <Form.Item label={t("auth.email")}>
          <span>{account.email}</span>
        </Form.Item>
        <Form.Item name="name" label={t("auth.name")}>
          <Input autoComplete="name" maxLength={64} />
        </Form.Item>
        <Form.Item name="language" label={t("common.language")} extra={t("account.languageHint")}>
          <Radio.Group options={languages.map((value) => ({ value, label: languageNames[value] }))} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t("common.save")}
        </Button>
      </Form>
    </Section>
  );
}
