import { App, Form, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "./error-text.ts";

interface Question {
  readonly title: string;
  readonly content: string;
  readonly okText: string;
  readonly isDangerous?: boolean;
  /** What is done; a failure is told, and the question closed. */
  act(): Promise<unknown>;
  /** Told when it is done. */
  readonly done: string;
}

/** Asks before something is done that others notice. */
export function useConfirm(): (question: Question) => void {
  const { modal, message } = App.useApp();
  const { t } = useTranslation();
  const textOf = useErrorText();
  return ({ title, content, okText, isDangerous = false, act, done }) => {
    modal.confirm({
      title,
      content,
      okText,
      okButtonProps: { danger: isDangerous },
      cancelText: t("common.cancel"),
      onOk: () =>
        act().then(
          () => void message.success(done),
          (error: unknown) => void message.error(textOf(error)),
        ),
    });
  };
}

/** Does something at once; says that it is done, or what went wrong. */
export function useAct(): (act: Promise<unknown>, done: string) => void {
  const { message } = App.useApp();
  const textOf = useErrorText();
  return (act, done) => {
    act.then(
      () => void message.success(done),
      (error: unknown) => void message.error(textOf(error)),
    );
  };
}

/** For what must not be done by accident: the name is typed. */
export function TypeNameModal({
  open,
  title,
  content,
  name,
  label,
  okText,
  onOk,
  onClose,
}: {
  open: boolean;
  title: string;
  content: string;
  name: string;
  label: string;
  okText: string;
  onOk: () => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const act = (): void => {
    if (typed !== name) return;
    setIsBusy(true);
    void onOk().finally(() => setIsBusy(false));
  };
  return (
    <Modal
      open={open}
      title={title}
      okText={okText}
      okButtonProps={{ danger: true, disabled: typed !== name }}
      confirmLoading={isBusy}
      cancelText={t("common.cancel")}
      onOk={act}
      onCancel={onClose}
      afterClose={() => setTyped("")}
      destroyOnHidden
    >
      <p>{content}</p>
      <Form layout="vertical">
        <Form.Item label={label} htmlFor={id}>
          <Input
            id={id}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onPressEnter={act}
            autoComplete="off"
            placeholder={name}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
