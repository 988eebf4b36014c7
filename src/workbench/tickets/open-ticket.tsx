import { Button } from 'antd';
import { useState } from 'react';
import { OpenTicketDocument, type TicketCategory } from '../api/operations';
import { ActDialog, type Values } from '../acts/act-dialog';
import type { Field } from '../acts/fields';
import { Part } from '../shell/part';
import { useAct } from '../shell/use-act';
import { useWords, type Key } from '../words';

const CATEGORIES: readonly TicketCategory[] = [
  'URGE_SHIPPING',
  'LOGISTICS',
  'REFUND',
  'RETURN_EXCHANGE',
  'QUALITY',
  'INVOICE',
  'OTHER',
];

const FIELDS: readonly Field[] = [
  {
    name: 'category',
    label: 'tickets.openCategory',
    is: 'choice',
    isRequired: true,
    options: CATEGORIES.map((category): [string, Key] => [category, `category.${category}`]),
  },
  { name: 'statement', label: 'tickets.openStatement', is: 'text', isRequired: true },
];

/** Staff open a ticket for a consumer (TK-1). */
export default function OpenTicket({ orderId }: { readonly orderId: string }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { act, isBusy } = useAct(OpenTicketDocument);
  const send = async (values: Values) => {
    if (await act({ input: { orderId, ...values } as never })) setOpen(false);
  };
  return (
    <Part title={t('tickets.open')}>
      <p className="row-quiet">{t('tickets.openWhat')}</p>
      <Button block onClick={() => setOpen(true)}>
        {t('tickets.open')}
      </Button>
      {isOpen && (
        <ActDialog
          title={t('tickets.open')}
          fields={FIELDS}
          isBusy={isBusy}
          onSend={send}
          onClose={() => setOpen(false)}
        />
      )}
    </Part>
  );
}
