import { ArrowUpOutlined } from '@ant-design/icons';
import { Sender } from '@ant-design/x';
import { SendMessageDocument } from '../api/operations';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';
import { useDraft } from './use-draft';

/** Writes into the conversation; the message itself comes back by the subscription, like everybody's. */
export function Composer({ conversationId }: { readonly conversationId: string }) {
  const { t } = useWords();
  const [text, setText] = useDraft(conversationId);
  const { act, isBusy } = useAct(SendMessageDocument);
  const send = async () => {
    if (text.trim() === '') return;
    if (await act({ input: { conversationId, text } })) setText('');
  };
  return (
    <div className="composer">
      <Sender
        value={text}
        onChange={setText}
        onSubmit={send}
        loading={isBusy}
        placeholder={t('chat.write')}
        suffix={(_buttons, { components: { SendButton } }) => (
          <SendButton aria-label={t('chat.send')} icon={<ArrowUpOutlined aria-hidden />} />
        )}
        autoSize={{ minRows: 1, maxRows: 5 }}
      />
    </div>
  );
}
