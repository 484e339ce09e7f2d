import { PlusOutlined, SearchOutlined, UploadOutlined } from "@ant-design/icons";
import type { ConsoleUser } from "@rondo/protocol/console";
import { Button, Card, Input, Select } from "antd";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAppParams, useCan } from "../../api/session.tsx";
import { type Column, DataList } from "../../components/data-list.tsx";
import { EmptyBlock } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { usePaged } from "../../components/paging.ts";
import { Time } from "../../components/time.tsx";
import { CreateUser } from "./create-user.tsx";
import { userPath } from "./user-params.ts";
import { UserState } from "./user-state.tsx";

const ImportUsers = lazy(async () => ({ default: (await import("./import/import-users.tsx")).ImportUsers }));

type State = "all" | "active" | "blocked";

/** The users of an application. */
export function UsersPage() {
  const { t } = useTranslation();
  const params = useAppParams();
  const canChange = useCan("users.change");
  const [text, setText] = useState("");
  const [state, setState] = useState<State>("all");
  const [opened, setOpened] = useState<"create" | "import">();
  const searched = useDeferredValue(text.trim());
  const list = usePaged("listUsers", { params, query: { text: searched, state } });
  const close = (): void => setOpened(undefined);
  const actions = canChange && (
    <>
      <Button icon={<UploadOutlined />} onClick={() => setOpened("import")}>
        {t("users.import")}
      </Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened("create")}>
        {t("users.create")}
      </Button>
    </>
  );
  const isFiltered = searched !== "" || state !== "all";
  return (
    <Page title={t("nav.users")} hint={t("users.hint")} actions={actions}>
      <Card className="list-card">
        <div className="list-bar">
          <Input
            className="list-search"
            allowClear
            prefix={<SearchOutlined aria-hidden="true" />}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={t("users.search")}
            aria-label={t("users.search")}
          />
          <Select<State>
            className="list-select"
            aria-label={t("users.state")}
            value={state}
            onChange={setState}
            options={(["all", "active", "blocked"] as const).map((value) => ({
              value,
              label: t(`users.filter.${value}`),
            }))}
          />
        </div>
        <DataList
          label={t("nav.users")}
          {...list}
          columns={useColumns()}
          rowKey={({ uuid }) => uuid}
          empty={
            isFiltered ? (
              <EmptyBlock text={t("users.noneFound")} />
            ) : (
              <EmptyBlock text={t("users.empty")} hint={t("users.emptyHint")} />
            )
          }
        />
      </Card>
      <CreateUser open={opened === "create"} onClose={close} />
      {opened === "import" && (
        <Suspense fallback={null}>
          <ImportUsers onClose={close} />
        </Suspense>
      )}
    </Page>
  );
}

function useColumns(): Column<ConsoleUser>[] {
  const { t } = useTranslation();
  const { org, app } = useAppParams();
  return [
    {
      key: "username",
      title: t("users.username"),
      isHeading: true,
      render: ({ username }) => (
        <Link to={userPath(org, app, username)} className="strong break">
          {username}
        </Link>
      ),
    },
    {
      key: "nickname",
      title: t("users.nickname"),
      render: ({ nickname }) =>
        nickname === "" ? <span className="quiet">–</span> : <span className="break">{nickname}</span>,
    },
    { key: "state", title: t("users.state"), render: (user) => <UserState user={user} /> },
    { key: "createdAt", title: t("users.createdAt"), render: ({ createdAt }) => <Time at={createdAt} /> },
  ];
}
