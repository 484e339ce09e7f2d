import type { ConsoleUserDetails } from "@rondo/protocol/console";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useCan } from "../../api/session.tsx";
import { CopyValue } from "../../components/copy.tsx";
import { FormModal } from "../../components/form-modal.tsx";
import { Section } from "../../components/section.tsx";
import { useFormat } from "../../i18n/format.ts";
import { changedByUser, useUserParams } from "./user-params.ts";
import { UserState } from "./user-state.tsx";

export function Profile({ user }: { user: ConsoleUserDetails }) {
  const { t } = useTranslation();
  const format = useFormat();
  const canChange = useCan("users.change");
  const [isEditing, setIsEditing] = useState(false);
  return (
    <Section title={t("users.profile")}>
      <dl className="facts">
        <div>
          <dt>{t("users.username")}</dt>
          <dd>
            <CopyValue text={user.username} what={t("users.username")} />
          </dd>
        </div>
        <div>
          <dt>{t("users.state")}</dt>
          <dd>
            <UserState user={user} />
          </dd>
        </div>
        <div>
          <dt>{t("users.nickname")}</dt>
          <dd>
            {user.nickname === "" ? <span className="quiet">–</span> : user.nickname}
            {canChange && (
              <Button
                size="small"
                className="after"
                onClick={() => setIsEditing(true)}
                aria-label={`${t("common.edit")} ${t("users.nickname")}`}
              >
                {t("common.edit")}
              </Button>
            )}
          </dd>
        </div>
        <div>
          <dt>UUID</dt>
          <dd className="mono">{user.uuid}</dd>
        </div>
        <div>
          <dt>{t("users.password")}</dt>
          <dd>{user.hasPassword ? t("users.hasPassword") : t("users.noPassword")}</dd>
        </div>
        <div>
          <dt>{t("users.createdAt")}</dt>
          <dd>{format.time(user.createdAt)}</dd>
        </div>
      </dl>
      <EditNickname nickname={user.nickname} open={isEditing} onClose={() => setIsEditing(false)} />
    </Section>
  );
}

function EditNickname({ nickname, open, onClose }: { nickname: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const params = useUserParams();
  const change = useAction("changeUser", changedByUser);
  return (
    <FormModal<{ nickname?: string }>
      open={open}
      title={t("users.editNickname")}
      name="nickname"
      okText={t("common.save")}
      initialValues={{ nickname }}
      error={change.error}
      isBusy={change.isPending}
      onSubmit={(values) =>
        change.mutate({ params, body: { nickname: values.nickname ?? "" } }, { onSuccess: onClose })
      }
      onClose={onClose}
      onClosed={change.reset}
    >
      <Form.Item name="nickname" label={t("users.nickname")} extra={t("users.nicknameHint")}>
        <Input autoComplete="off" autoFocus />
      </Form.Item>
    </FormModal>
  );
}
