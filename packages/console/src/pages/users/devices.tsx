import type { ConsoleUserDetails, UserDevice } from "@rondo/protocol/console";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useCan } from "../../api/session.tsx";
import { useClientPages } from "../../components/client-pages.ts";
import { useConfirm } from "../../components/confirm.tsx";
import { type Column, DataList } from "../../components/data-list.tsx";
import { EmptyBlock } from "../../components/load-state.tsx";
import { Section } from "../../components/section.tsx";
import { StateText } from "../../components/state-text.tsx";
import { Time } from "../../components/time.tsx";
import { changedByUser, useUserParams } from "./user-params.ts";

export function Devices({ user }: { user: ConsoleUserDetails }) {
  const { t } = useTranslation();
  const pages = useClientPages({
    data: { items: user.devices },
    isError: false,
    error: null,
    isFetching: false,
    refetch: () => Promise.reject(new Error("this list comes with the user")),
  });
  return (
    <Section title={t("users.devices")} flush>
      <DataList
        label={t("users.devices")}
        {...pages}
        columns={useColumns()}
        rowKey={({ resource }) => resource}
        empty={<EmptyBlock text={t("users.noDevices")} />}
      />
    </Section>
  );
}

function useColumns(): Column<UserDevice>[] {
  const { t } = useTranslation();
  const canChange = useCan("users.change");
  const params = useUserParams();
  const confirm = useConfirm();
  const forceOut = useAction("forceOutUser", changedByUser);
  const ask = ({ resource, deviceName }: UserDevice): void =>
    confirm({
      title: t("users.forceOutDeviceTitle", { name: deviceName || resource }),
      content: t("users.forceOutDeviceHint"),
      okText: t("users.forceOut"),
      act: () => forceOut.mutateAsync({ params, body: { resource } }),
      done: t("users.forcedOut"),
    });
  return [
    {
      key: "name",
      title: t("users.device"),
      isHeading: true,
      render: ({ deviceName, resource }) => (
        <>
          <div className="break">{deviceName || t("users.unnamedDevice")}</div>
          <div className="quiet mono break">{resource}</div>
        </>
      ),
    },
    {
      key: "state",
      title: t("users.state"),
      render: ({ isOnline }) => (
        <StateText tone={isOnline ? "good" : "neutral"}>{t(isOnline ? "users.online" : "users.offline")}</StateText>
      ),
    },
    {
      key: "lastSeenAt",
      title: t("users.lastSeen"),
      render: ({ lastSeenAt }) => <Time at={lastSeenAt} />,
    },
    ...(canChange
      ? [
          {
            key: "actions",
            title: "",
            render: (device: UserDevice) =>
              device.isOnline && (
                <Button size="small" onClick={() => ask(device)}>
                  {t("users.forceOut")}
                </Button>
              ),
          },
        ]
      : []),
  ];
}
