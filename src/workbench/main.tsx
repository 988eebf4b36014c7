import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Workbench } from './shell/workbench';
import { languageNow, loadWords } from './words';
import './style.css';

const root = document.getElementById('root');
if (root !== null)
  void loadWords(languageNow()).then(() => {
    createRoot(root).render(
      <StrictMode>
        <Workbench />
      </StrictMode>,
    );
  });
