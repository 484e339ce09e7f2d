import { type ConsoleRole, consoleRoles } from "@rondo/protocol/console";
import { Button, Form, Input, Modal, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useOrganisation } from "../../api/session.tsx";
import { FailureNotice } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { InvitationSent } from "./invitation-sent.tsx";

interface Values {
  readonly email: string;
  readonly role: ConsoleRole;
  readonly remark?: string;
}

export function InviteMember({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const rules = useRules();
  const org = useOrganisation()?.name ?? "";
  const invite = useAction("inviteMember", ["listMembers", "getOrganisation", "listOperations"]);
  const submit = ({ email, role, remark }: Values): void =>
    invite.mutate({ params: { org }, body: { email, role, ...(remark ? { remark } : {}) } });
  return (
    <Modal
      open={open}
      title={t("members.invite")}
      footer={null}
      onCancel={onClose}
      afterClose={invite.reset}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {invite.isSuccess ? (
        <InvitationSent email={invite.data.member.email} link={invite.data.link} onClose={onClose} />
      ) : (
        <Form<Values>
          name="invite"
          layout="vertical"
          requiredMark="optional"
          initialValues={{ role: "developer" }}
          onFinish={submit}
        >
          <Form.Item name="email" label={t("auth.email")} rules={rules.email}>
            <Input type="email" autoComplete="off" autoFocus />
          </Form.Item>
          <Form.Item name="role" label={t("members.role")} rules={[rules.required]}>
            <Radio.Group
              className="choices"
              options={consoleRoles.map((role) => ({
                value: role,
                label: `${t(`roles.${role}`)} – ${t(`members.roleHint.${role}`)}`,
              }))}
            />
          </Form.Item>
          <Form.Item
            name="remark"
            label={t("members.remark")}
            rules={[{ max: 200, message: t("rules.max", { max: 200 }) }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          {invite.isError && (
            <Form.Item>
              <FailureNotice error={invite.error} />
            </Form.Item>
          )}
          <div className="form-buttons">
            <Button onClick={onClose}>{t("common.cancel")}</Button>
            <Button type="primary" htmlType="submit" loading={invite.isPending}>
              {t("members.inviteSubmit")}
            </Button>
          </div>
        </Form>
      )}
    </Modal>
  );
}
