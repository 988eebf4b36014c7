import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Workbench } from './shell/workbench';
import './style.css';

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <Workbench />
    </StrictMode>,
  );
