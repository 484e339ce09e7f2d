import { type ConsoleRole, consoleRoles, type Member } from "@rondo/protocol/console";
import { Button, Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { refreshSession, useOrganisation } from "../../api/session.tsx";
import { useConfirm } from "../../components/confirm.tsx";
import { FormModal } from "../../components/form-modal.tsx";
import { FailureNotice, LoadingBlock } from "../../components/load-state.tsx";
import { InvitationSent } from "./invitation-sent.tsx";

/** What the owner does with a member. */
export function MemberActions({ member }: { member: Member }) {
  const { t } = useTranslation();
  const params = { org: useOrganisation()?.name ?? "", member: member.id };
  const confirm = useConfirm();
  const [isEditing, setIsEditing] = useState(false);
  const remove = useAction("removeMember", ["listMembers", "getOrganisation", "listOperations"]);
  const ask = (): void =>
    confirm({
      title: t("members.removeTitle", { name: member.email }),
      content: t(member.state === "invited" ? "members.withdrawHint" : "members.removeHint"),
      okText: t("common.remove"),
      isDangerous: true,
      act: () => remove.mutateAsync({ params }).then(refreshSession),
      done: t("members.removed"),
    });
  return (
    <div className="row-actions">
      {member.state === "active" ? (
        <Button size="small" onClick={() => setIsEditing(true)}>
          {t("common.edit")}
        </Button>
      ) : (
        <Resend member={member} />
      )}
      <Button size="small" danger onClick={ask}>
        {t("common.remove")}
      </Button>
      <EditMember member={member} open={isEditing} onClose={() => setIsEditing(false)} />
    </div>
  );
}

function EditMember({ member, open, onClose }: { member: Member; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const params = { org: useOrganisation()?.name ?? "", member: member.id };
  const change = useAction("changeMember", ["listMembers", "listOperations"]);
  const submit = ({ role, remark }: { role: ConsoleRole; remark?: string }): void =>
    change.mutate(
      { params, body: { role, remark: remark ?? "" } },
      {
        onSuccess: () => {
          onClose();
          // It may have been one's own role.
          void refreshSession();
        },
      },
    );
  return (
    <FormModal<{ role: ConsoleRole; remark?: string }>
      open={open}
      title={member.email}
      name="member"
      okText={t("common.save")}
      initialValues={{ role: member.role, remark: member.remark }}
      error={change.error}
      isBusy={change.isPending}
      onSubmit={submit}
      onClose={onClose}
      onClosed={change.reset}
    >
      <Form.Item name="role" label={t("members.role")}>
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
    </FormModal>
  );
}

function Resend({ member }: { member: Member }) {
  const { t } = useTranslation();
  const params = { org: useOrganisation()?.name ?? "", member: member.id };
  const [isOpen, setIsOpen] = useState(false);
  const resend = useAction("resendInvitation", ["listMembers"]);
  const send = (): void => {
    setIsOpen(true);
    resend.mutate({ params });
  };
  const close = (): void => setIsOpen(false);
  return (
    <>
      <Button size="small" onClick={send}>
        {t("members.resend")}
      </Button>
      <Modal open={isOpen} title={t("members.resendTitle")} footer={null} onCancel={close} destroyOnHidden>
        {resend.isSuccess ? (
          <InvitationSent email={member.email} link={resend.data.link} onClose={close} />
        ) : resend.isError ? (
          <FailureNotice error={resend.error} onRetry={send} />
        ) : (
          <LoadingBlock rows={2} />
        )}
      </Modal>
    </>
  );
}
