import { Form, Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Proof, whenUnproven } from "../api/client.ts";
import { useAction } from "../api/hooks.ts";
import { FormModal } from "./form-modal.tsx";
import { useRules } from "./rules.ts";

interface Question {
  readonly proof: Proof;
  readonly answer: (isProven: boolean) => void;
}

interface Values {
  readonly password?: string;
  readonly code?: string;
}

/** Asks for the password or a code again when the server wants one, and lets what was going to be done go on. */
export function IdentityProof() {
  const { t } = useTranslation();
  const rules = useRules();
  // The last question stays while the dialog goes away.
  const [{ proof, answer }, setQuestion] = useState<Question>({ proof: "password", answer: () => {} });
  const [isOpen, setIsOpen] = useState(false);
  const field = useRef<InputRef>(null);
  const prove = useAction("proveIdentity");
  useEffect(() => {
    let pending: Question["answer"] | undefined;
    const stop = whenUnproven(
      (wanted) =>
        new Promise((resolve) => {
          pending = resolve;
          setQuestion({ proof: wanted, answer: resolve });
          setIsOpen(true);
        }),
    );
    return () => {
      stop();
      pending?.(false);
    };
  }, []);
  const end = (isProven: boolean): void => {
    answer(isProven);
    setIsOpen(false);
  };
  const submit = ({ password, code }: Values): void => {
    const body = proof === "code" ? { code: code?.trim() ?? "" } : { password: password ?? "" };
    prove.mutate({ body }, { onSuccess: () => end(true) });
  };
  return (
    <FormModal<Values>
      open={isOpen}
      title={t("auth.proofTitle")}
      name="proof"
      okText={t("auth.proofSubmit")}
      error={prove.error}
      isBusy={prove.isPending}
      onSubmit={submit}
      onClose={() => end(false)}
      onClosed={prove.reset}
      isOnTop
      onOpened={() => field.current?.focus()}
    >
      <p>{t(proof === "code" ? "auth.proofByCode" : "auth.proofByPassword")}</p>
      {proof === "code" ? (
        <Form.Item name="code" label={t("auth.code")} rules={rules.code} extra={t("auth.codeHint")}>
          <Input ref={field} autoComplete="one-time-code" />
        </Form.Item>
      ) : (
        <Form.Item name="password" label={t("auth.password")} rules={[rules.required]}>
          <Input.Password ref={field} autoComplete="current-password" />
        </Form.Item>
      )}
    </FormModal>
  );
}
