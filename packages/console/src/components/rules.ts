/** What may be typed, said before the server would say it. */
import type { FormRule } from "antd";
import { useTranslation } from "react-i18next";

const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/];
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

function isStrongEnough(password: string): boolean {
  return password.length >= 8 && password.length <= 22 && KINDS.filter((kind) => kind.test(password)).length >= 2;
}

export function useRules() {
  const { t } = useTranslation();
  const required: FormRule = { required: true, message: t("rules.required") };
  return {
    required,
    email: [required, { type: "email", message: t("rules.email") }] satisfies FormRule[],
    newPassword: [
      required,
      {
        validator: (_, value: string | undefined) =>
          !value || isStrongEnough(value) ? Promise.resolve() : Promise.reject(new Error(t("rules.password"))),
      },
    ] satisfies FormRule[],
    slug: [required, { pattern: SLUG, message: t("rules.slug") }] satisfies FormRule[],
    title: [{ max: 32, message: t("rules.max", { max: 32 }) }] satisfies FormRule[],
    code: [required, { min: 6, max: 20, message: t("rules.code") }] satisfies FormRule[],
  };
}
