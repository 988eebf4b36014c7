import { UploadOutlined } from '@ant-design/icons';
import { App, Button, Upload, type UploadFile, type UploadProps } from 'antd';
import { useState } from 'react';
import { useClient } from 'urql';
import { useWords } from '../words';
import { upload, UploadRefused, type EvidenceFor } from './upload';

interface EvidenceUploadProps {
  readonly about: EvidenceFor;
  /** The ids of what has been uploaded; given by the form around it. */
  readonly onChange?: (evidenceIds: string[]) => void;
  readonly id?: string;
}

/** What is recognised as evidence, by content; the server has the last word (EV-1). */
const TYPES = 'image/gif,image/jpeg,image/png,image/webp,application/pdf';
const MOST_FILES = 5;

const idsOf = (files: readonly UploadFile<string>[]): string[] =>
  files.flatMap(({ status, response }) =>
    status === 'done' && response !== undefined ? [response] : [],
  );

/** Pictures and PDFs with preview and progress; each is uploaded as soon as it is chosen. */
export function EvidenceUpload({ about, onChange, id }: EvidenceUploadProps) {
  const { t } = useWords();
  const client = useClient();
  const { message } = App.useApp();
  const [files, setFiles] = useState<UploadFile<string>[]>([]);
  const send: UploadProps<string>['customRequest'] = ({ file, onProgress, onSuccess, onError }) => {
    const progress = (percent: number) => onProgress?.({ percent });
    upload({ client, about, file: file as File, onProgress: progress }).then(
      (evidenceId) => onSuccess?.(evidenceId),
      (failure: unknown) => {
        const said = failure instanceof UploadRefused ? failure.message : '';
        void message.error(said === '' ? t('page.notSent') : said);
        onError?.(failure instanceof Error ? failure : new Error());
      },
    );
  };
  return (
    <Upload<string>
      {...(id !== undefined && { id })}
      accept={TYPES}
      multiple
      maxCount={MOST_FILES}
      listType="picture"
      fileList={files}
      customRequest={send}
      onChange={({ fileList }) => {
        setFiles(fileList);
        onChange?.(idsOf(fileList));
      }}
    >
      <Button icon={<UploadOutlined aria-hidden />}>{t('evidence.choose')}</Button>
    </Upload>
  );
}
