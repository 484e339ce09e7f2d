import { Form, Modal } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { FailureNotice } from "./load-state.tsx";

interface FormModalProps<V> {
  readonly open: boolean;
  readonly title: string;
  /** Prefix of the fields' ids. */
  readonly name: string;
  readonly okText: string;
  readonly initialValues?: Partial<V>;
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onSubmit: (values: V) => void;
  readonly onClose: () => void;
  /** For what the last failure was shown. */
  readonly onClosed?: () => void;
  /** It may come while another dialog is open; then that one has kept the focus until now. */
  readonly isOnTop?: boolean;
  readonly onOpened?: () => void;
  readonly children: ReactNode;
}

/** Other dialogs are at 1000. */
const ON_TOP = 1100;

/** A dialog that is a form: Enter sends it, and a failure is shown inside. */
export function FormModal<V extends object>(props: FormModalProps<V>) {
  const { open, title, name, okText, initialValues, error, isBusy, onSubmit, onClose, onClosed, children } = props;
  const { isOnTop = false, onOpened } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<V>();
  return (
    <Modal
      open={open}
      title={title}
      okText={okText}
      cancelText={t("common.cancel")}
      confirmLoading={isBusy}
      onOk={form.submit}
      onCancel={onClose}
      afterOpenChange={(isShown) => isShown && onOpened?.()}
      afterClose={() => onClosed?.()}
      mask={{ closable: false }}
      {...(isOnTop ? { zIndex: ON_TOP } : {})}
      destroyOnHidden
    >
      <Form<V>
        form={form}
        name={name}
        layout="vertical"
        requiredMark="optional"
        preserve={false}
        onFinish={onSubmit}
        {...(initialValues === undefined ? {} : { initialValues })}
      >
        {children}
        {error !== null && error !== undefined && <FailureNotice error={error} />}
        {/* Without a button of its own a form is not sent by Enter. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </Form>
    </Modal>
  );
}
