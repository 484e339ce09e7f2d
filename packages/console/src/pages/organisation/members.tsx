import { PlusOutlined } from "@ant-design/icons";
import type { Member } from "@rondo/protocol/console";
import { Button, Card } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../api/hooks.ts";
import { useCan, useOrganisation } from "../../api/session.tsx";
import { useClientPages } from "../../components/client-pages.ts";
import { type Column, DataList } from "../../components/data-list.tsx";
import { EmptyBlock } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { StateText } from "../../components/state-text.tsx";
import { Time } from "../../components/time.tsx";
import { useFormat } from "../../i18n/format.ts";
import { InviteMember } from "./invite-member.tsx";
import { MemberActions } from "./member-actions.tsx";
import { RolesTable } from "./roles-table.tsx";

export function MembersPage() {
  const { t } = useTranslation();
  const org = useOrganisation()?.name ?? "";
  const canChange = useCan("members.change");
  const [isInviting, setIsInviting] = useState(false);
  const pages = useClientPages(useCall("listMembers", { params: { org } }));
  const actions = canChange && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsInviting(true)}>
      {t("members.invite")}
    </Button>
  );
  return (
    <Page title={t("nav.members")} hint={t("members.hint")} actions={actions}>
      <Card className="list-card">
        <DataList
          label={t("nav.members")}
          {...pages}
          columns={useColumns()}
          rowKey={({ id }) => id}
          empty={<EmptyBlock text={t("members.empty")} />}
        />
      </Card>
      <RolesTable />
      <InviteMember open={isInviting} onClose={() => setIsInviting(false)} />
    </Page>
  );
}

function useColumns(): Column<Member>[] {
  const { t } = useTranslation();
  const canChange = useCan("members.change");
  return [
    {
      key: "member",
      title: t("members.one"),
      isHeading: true,
      render: ({ name, email, remark }) => (
        <>
          <div className="strong break">{name === "" ? email : name}</div>
          {name !== "" && <div className="quiet break">{email}</div>}
          {remark !== "" && <div className="quiet small break">{remark}</div>}
        </>
      ),
    },
    {
      key: "role",
      title: t("members.role"),
      render: ({ role }) => <span className="whole">{t(`roles.${role}`)}</span>,
    },
    { key: "state", title: t("members.state"), render: (member) => <MemberState member={member} /> },
    {
      key: "totp",
      title: t("members.secondFactor"),
      render: ({ hasTotp, state }) => (state === "invited" ? "–" : t(hasTotp ? "members.on" : "members.off")),
    },
    {
      key: "lastSeenAt",
      title: t("members.lastSeen"),
      render: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
    },
    ...(canChange
      ? [{ key: "actions", title: "", render: (member: Member) => <MemberActions member={member} /> }]
      : []),
  ];
}

function MemberState({ member }: { member: Member }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (member.state === "active") return <StateText tone="good">{t("members.active")}</StateText>;
  return (
    <>
      <StateText tone="warning">{t("members.invited")}</StateText>
      {member.expiresAt !== null && (
        <div className="quiet small whole">{t("members.until", { at: format.shortTime(member.expiresAt) })}</div>
      )}
    </>
  );
}
