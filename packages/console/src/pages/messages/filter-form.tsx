import { SearchOutlined } from "@ant-design/icons";
import type { MessageType } from "@rondo/protocol/console";
import { Button, DatePicker, Form, Input, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { type MessageFilter, messageTypes } from "./filter.ts";

interface Values {
  readonly user?: string;
  readonly conversation?: string;
  readonly type?: MessageType;
  readonly text?: string;
  readonly since?: Dayjs | null;
  readonly until?: Dayjs | null;
}

export function FilterForm({ filter, onSearch }: { filter: MessageFilter; onSearch: (filter: MessageFilter) => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const submit = ({ since, until, user, conversation, type, text }: Values): void => {
    onSearch({
      ...(user ? { user: user.trim() } : {}),
      ...(conversation ? { conversation: conversation.trim() } : {}),
      ...(type ? { type } : {}),
      ...(text ? { text: text.trim() } : {}),
      ...(since ? { since: since.valueOf() } : {}),
      ...(until ? { until: until.valueOf() } : {}),
    });
  };
  const { since, until, cursor: _, limit: __, ...texts } = filter;
  const initialValues: Values = {
    ...texts,
    ...(since === undefined ? {} : { since: dayjs(since) }),
    ...(until === undefined ? {} : { until: dayjs(until) }),
  };
  return (
    <Form<Values>
      form={form}
      name="messages"
      layout="vertical"
      className="filter-form"
      initialValues={initialValues}
      onFinish={submit}
      role="search"
    >
      <Form.Item name="user" label={t("messages.user")}>
        <Input allowClear autoComplete="off" />
      </Form.Item>
      <Form.Item name="conversation" label={t("messages.conversation")} tooltip={t("messages.conversationHint")}>
        <Input allowClear autoComplete="off" />
      </Form.Item>
      <Form.Item name="type" label={t("messages.type")}>
        <Select<MessageType>
          allowClear
          placeholder={t("common.all")}
          options={messageTypes.map((type) => ({ value: type, label: t(`messages.types.${type}`) }))}
        />
      </Form.Item>
      <Form.Item name="text" label={t("messages.text")}>
        <Input allowClear autoComplete="off" maxLength={120} />
      </Form.Item>
      <Form.Item name="since" label={t("messages.since")}>
        <DatePicker showTime className="full" />
      </Form.Item>
      <Form.Item name="until" label={t("messages.until")}>
        <DatePicker showTime className="full" />
      </Form.Item>
      <div className="filter-buttons">
        <Button type="primary" htmlType="submit" icon={<SearchOutlined />}>
          {t("common.search")}
        </Button>
        <Button onClick={() => onSearch({})}>{t("common.clear")}</Button>
      </div>
    </Form>
  );
}
