import { InboxOutlined } from "@ant-design/icons";
import { Alert, Button, Modal, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { saveFile } from "../../../components/save-file.ts";
import { useFormat } from "../../../i18n/format.ts";
import { ImportProgress } from "./import-progress.tsx";
import { CsvError, type ReadRow, readUsers } from "./read-csv.ts";

const TEMPLATE = "\uFEFFusername,password,nickname\nalice,a-password,Alice\n";

/** Many users from a file: choose, look, create. */
export function ImportUsers({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [rows, setRows] = useState<readonly ReadRow[]>();
  const [problem, setProblem] = useState<string>();
  const [isRunning, setIsRunning] = useState(false);

  const read = async (file: File): Promise<void> => {
    setProblem(undefined);
    setRows(undefined);
    try {
      setRows(readUsers(await file.text()));
    } catch (error) {
      setProblem(
        error instanceof CsvError ? t(`users.csv.${error.reason}`, { row: error.row }) : t("users.csv.unreadable"),
      );
    }
  };

  return (
    <Modal open title={t("users.import")} width={640} footer={null} onCancel={onClose} mask={{ closable: false }}>
      {isRunning && rows !== undefined ? (
        <ImportProgress rows={rows} onClose={onClose} />
      ) : (
        <div className="stack">
          <p>
            {t("users.csv.hint")} <code>username,password,nickname</code>
          </p>
          <Upload.Dragger
            accept=".csv,text/csv"
            multiple={false}
            showUploadList={false}
            beforeUpload={(file) => {
              void read(file);
              return false; // it is read here, not sent
            }}
          >
            <p className="upload-icon">
              <InboxOutlined aria-hidden="true" />
            </p>
            <p>{t("users.csv.choose")}</p>
          </Upload.Dragger>
          {problem !== undefined && <Alert type="error" showIcon title={problem} role="alert" />}
          {rows !== undefined && (
            <Alert
              type="info"
              showIcon
              role="status"
              title={t("users.csv.found", { number: format.number(rows.length) })}
            />
          )}
          <div className="form-buttons">
            <Button onClick={() => saveFile("users.csv", new Blob([TEMPLATE], { type: "text/csv" }))}>
              {t("users.csv.template")}
            </Button>
            <Button type="primary" disabled={rows === undefined} onClick={() => setIsRunning(true)}>
              {t("users.csv.start")}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
