<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Wenyuan 文渊</source>
        <translation>文淵</translation>
    </message>
    <message>
        <source>Finds books by their covers, by words and by meaning, in Chinese and English. Everything stays on this computer.</source>
        <translation>憑封面、字詞和含義找書，中英文皆可。所有資料都留在本機。</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>Library: {folder}</source>
        <translation>館藏庫：{folder}</translation>
    </message>
    <message>
        <source>Encoders run on: {device}</source>
        <translation>編碼器執行於：{device}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Search</source>
        <translation>檢索(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Intake</source>
        <translation>編目錄入(&amp;I)</translation>
    </message>
    <message>
        <source>A&amp;dministration</source>
        <translation>管理(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>工作(&amp;J)</translation>
    </message>
    <message>
        <source>Add cover &amp;scans…</source>
        <translation>加入封面掃描(&amp;S)…</translation>
    </message>
    <message>
        <source>Add a &amp;folder of scans…</source>
        <translation>加入掃描資料夾(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;New record</source>
        <translation>新增書目紀錄(&amp;N)</translation>
    </message>
    <message>
        <source>I&amp;mport records…</source>
        <translation>匯入書目紀錄(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Export records…</source>
        <translation>匯出書目紀錄(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Open library…</source>
        <translation>開啟館藏庫(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Back up</source>
        <translation>備份(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Check the library</source>
        <translation>檢查館藏庫(&amp;C)</translation>
    </message>
    <message>
        <source>Rebuild the &amp;index</source>
        <translation>重建索引(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>結束(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>復原(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>操作歷史(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Edit record</source>
        <translation>編輯紀錄(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Save record</source>
        <translation>儲存紀錄(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Delete record</source>
        <translation>刪除紀錄(&amp;D)</translation>
    </message>
    <message>
        <source>Search by &amp;pasted image</source>
        <translation>以剪貼簿圖片檢索(&amp;P)</translation>
    </message>
    <message>
        <source>Search by an image &amp;file…</source>
        <translation>以圖片檔檢索(&amp;F)…</translation>
    </message>
    <message>
        <source>As &amp;covers</source>
        <translation>封面檢視(&amp;C)</translation>
    </message>
    <message>
        <source>As a &amp;table</source>
        <translation>表格檢視(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Filters</source>
        <translation>篩選(&amp;F)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全選(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Save search…</source>
        <translation>儲存檢索(&amp;S)…</translation>
    </message>
    <message>
        <source>Saved and &amp;past searches</source>
        <translation>已存與歷史檢索(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Accept</source>
        <translation>接受(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Correct…</source>
        <translation>更正(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>略過(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Undo the last review</source>
        <translation>復原上一次審核(&amp;U)</translation>
    </message>
    <message>
        <source>Next scan</source>
        <translation>下一張掃描</translation>
    </message>
    <message>
        <source>Previous scan</source>
        <translation>上一張掃描</translation>
    </message>
    <message>
        <source>&amp;Feedback…</source>
        <translation>回饋(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>快速鍵(&amp;K)</translation>
    </message>
    <message>
        <source>Open the &amp;log folder</source>
        <translation>開啟日誌資料夾(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;About Wenyuan</source>
        <translation>關於文淵(&amp;A)</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>隨處可用</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>檢索</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>檢索結果</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>編目錄入</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>書目紀錄</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>館藏庫</translation>
    </message>
    <message>
        <source>Print &amp;labels…</source>
        <translation>列印標籤(&amp;L)…</translation>
    </message>
    <message>
        <source>S&amp;helf list…</source>
        <translation>排架目錄(&amp;H)…</translation>
    </message>
    <message>
        <source>Find by &amp;barcode…</source>
        <translation>按條碼查詢(&amp;B)…</translation>
    </message>
    <message>
        <source>S&amp;tocktaking…</source>
        <translation>館藏清點(&amp;T)…</translation>
    </message>
    <message>
        <source>At the shelf</source>
        <translation>排架與清點</translation>
    </message>
    <message>
        <source>C&amp;onvert a file of records…</source>
        <translation>轉換紀錄檔案(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Encoders</source>
        <translation>編碼器(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Improve search on our holdings…</source>
        <translation>用本館館藏改進檢索(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Compare encoders…</source>
        <translation>比較編碼器(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Measure search…</source>
        <translation>評測檢索(&amp;M)…</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>系統管理</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>說明(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>入門(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>設定(&amp;S)…</translation>
    </message>
    <message>
        <source>This is &amp;it</source>
        <translation>就是這本(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Not this</source>
        <translation>不是這本(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Take it back</source>
        <translation>收回(&amp;T)</translation>
    </message>
    <message>
        <source>Dupli&amp;cates</source>
        <translation>查重(&amp;C)</translation>
    </message>
    <message>
        <source>A&amp;ttach to another record…</source>
        <translation>附加到其他紀錄(&amp;T)…</translation>
    </message>
    <message>
        <source>Create a &amp;new record</source>
        <translation>新增紀錄(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Mark what matches</source>
        <translation>標出相符之處(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Paste a scan</source>
        <translation>貼上掃描檔(&amp;P)</translation>
    </message>
    <message>
        <source>Accept all sure matches</source>
        <translation>全部接受可靠相符</translation>
    </message>
    <message>
        <source>Create all new records</source>
        <translation>全部新增紀錄</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>全部略過</translation>
    </message>
    <message>
        <source>&amp;Not a duplicate</source>
        <translation>非重複(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Merge…</source>
        <translation>合併(&amp;M)…</translation>
    </message>
    <message>
        <source>Open the left record</source>
        <translation>開啟左側紀錄</translation>
    </message>
    <message>
        <source>Open the right record</source>
        <translation>開啟右側紀錄</translation>
    </message>
    <message>
        <source>Undo the last answer</source>
        <translation>復原上一次判斷</translation>
    </message>
    <message>
        <source>Next pair</source>
        <translation>下一對</translation>
    </message>
    <message>
        <source>Previous pair</source>
        <translation>上一對</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>查重</translation>
    </message>
    <message>
        <source>C&amp;lass and call number…</source>
        <translation>分類號與索書號(&amp;L)…</translation>
    </message>
    <message>
        <source>Forms of &amp;names…</source>
        <translation>名稱形式(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Merge records…</source>
        <translation>合併紀錄(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Bulk edit…</source>
        <translation>批次編輯(&amp;B)…</translation>
    </message>
    <message>
        <source>More like this &amp;book</source>
        <translation>更多類似圖書(&amp;B)</translation>
    </message>
    <message>
        <source>More like this &amp;cover</source>
        <translation>更多類似封面(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Clear the search history</source>
        <translation>清除檢索歷史(&amp;C)</translation>
    </message>
    <message>
        <source>S&amp;witch user…</source>
        <translation>切換使用者(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Index health</source>
        <translation>索引狀況(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Backup and restore</source>
        <translation>備份與還原(&amp;B)</translation>
    </message>
    <message>
        <source>Check and &amp;repair</source>
        <translation>檢查與修復(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>裝置(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Audit log</source>
        <translation>稽核日誌(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;People and roles</source>
        <translation>人員與角色(&amp;P)</translation>
    </message>
    <message>
        <source>Fill from cover or &amp;catalogues…</source>
        <translation>從封面或其他目錄套錄(&amp;O)…</translation>
    </message>
</context>
<context>
    <name>AdminPage</name>
    <message>
        <source>Sections</source>
        <translation>分區</translation>
    </message>
</context>
<context>
    <name>AdminSections</name>
    <message>
        <source>Overview</source>
        <translation>概覽</translation>
    </message>
    <message>
        <source>Encoders</source>
        <translation>編碼器</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>微調訓練</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>評測</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>回饋</translation>
    </message>
    <message>
        <source>Index health</source>
        <translation>索引狀況</translation>
    </message>
    <message>
        <source>Backup and restore</source>
        <translation>備份與還原</translation>
    </message>
    <message>
        <source>Check and repair</source>
        <translation>檢查與修復</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>裝置</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>稽核日誌</translation>
    </message>
    <message>
        <source>People and roles</source>
        <translation>人員與角色</translation>
    </message>
</context>
<context>
    <name>AuditSection</name>
    <message>
        <source>Audit log</source>
        <translation>稽核日誌</translation>
    </message>
    <message>
        <source>Lines are only ever added. Each carries a seal over itself and the line before it.</source>
        <translation>日誌只增不改；每行都帶有覆蓋本行及前一行的檢查碼。</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部內容</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>不限時間</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>最近一天</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>最近一週</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>最近一月</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>最近一年</translation>
    </message>
    <message>
        <source>Words in it</source>
        <translation>包含字詞</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事項</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人員</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>About</source>
        <translation>對象</translation>
    </message>
    <message>
        <source>Show earlier ones</source>
        <translation>顯示更早的紀錄</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>匯出為 CSV…</translation>
    </message>
    <message>
        <source>Check the seals</source>
        <translation>核對檢查碼鏈</translation>
    </message>
    <message>
        <source>{n} of {total} lines shown.</source>
        <translation>顯示 {total} 行中的 {n} 行。</translation>
    </message>
    <message>
        <source>No line fits these filters, or nothing has happened yet.</source>
        <translation>沒有符合篩選條件的紀錄，或尚無任何事項。</translation>
    </message>
    <message>
        <source>All seals fit: nothing was changed or taken out.</source>
        <translation>檢查碼鏈完整：沒有改動或刪除。</translation>
    </message>
    <message>
        <source>line {n}, seal {seal}</source>
        <translation>第 {n} 行，檢查碼 {seal}</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>匯出稽核日誌</translation>
    </message>
    <message>
        <source>{n} lines written to {file}</source>
        <translation>已將 {n} 行寫入 {file}</translation>
    </message>
</context>
<context>
    <name>BackupSection</name>
    <message>
        <source>Backup and restore</source>
        <translation>備份與還原</translation>
    </message>
    <message>
        <source>A backup holds the database, the covers and the settings in one ZIP file. Copy it to another disk.</source>
        <translation>備份是一個 ZIP 檔案，包含資料庫、封面和設定。請將其複製到另一塊磁碟。</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即備份</translation>
    </message>
    <message>
        <source>Back up to a folder…</source>
        <translation>備份到資料夾…</translation>
    </message>
    <message>
        <source>Verify again</source>
        <translation>重新驗證</translation>
    </message>
    <message>
        <source>Try a restore</source>
        <translation>試還原</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>還原…</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>移出列表</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>備份</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>備份時間</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>紀錄</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已驗證</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>試還原</translation>
    </message>
    <message>
        <source>File</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>By itself, when the window opens</source>
        <translation>開啟視窗時自動備份</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>從不</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>每週</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>How many to keep</source>
        <translation>保留個數</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>選擇資料夾…</translation>
    </message>
    <message>
        <source>Only backups that the schedule made are deleted, and never the last one that was verified.</source>
        <translation>只會刪除自動備份，且絕不刪除最近一個已驗證的備份。</translation>
    </message>
    <message>
        <source>There is no backup of this library. Make one now.</source>
        <translation>本館藏庫尚無備份。請立即備份。</translation>
    </message>
    <message>
        <source>There is nothing to back up yet.</source>
        <translation>尚無可備份的內容。</translation>
    </message>
    <message>
        <source>The last backup is of {when}. Make a new one.</source>
        <translation>上次備份時間為 {when}。請重新備份。</translation>
    </message>
    <message>
        <source>Restored on {when}: {n} records. What was there before is in {folder}.</source>
        <translation>已於 {when} 還原：{n} 筆紀錄。原有內容儲存在 {folder} 中。</translation>
    </message>
    <message>
        <source>The last backup is of {when}.</source>
        <translation>上次備份時間為 {when}。</translation>
    </message>
    <message>
        <source>made by the schedule</source>
        <translation>自動備份</translation>
    </message>
    <message>
        <source>Its restore has not been tried yet.</source>
        <translation>尚未試還原。</translation>
    </message>
    <message>
        <source>Tried on {when}: restored, opened and checked; {records} records and {covers} covers are in it.</source>
        <translation>{when} 試還原成功：已還原、開啟並檢查；含 {records} 筆紀錄、{covers} 個封面。</translation>
    </message>
    <message>
        <source>{found} of {expected} records were found.</source>
        <translation>應有 {expected} 筆紀錄，找到 {found} 條。</translation>
    </message>
    <message>
        <source>Tried on {when}: it failed.</source>
        <translation>{when} 試還原失敗。</translation>
    </message>
    <message>
        <source>Back up to a folder</source>
        <translation>備份到資料夾</translation>
    </message>
    <message>
        <source>Folder for scheduled backups</source>
        <translation>自動備份的資料夾</translation>
    </message>
    <message>
        <source>The library will be as it was on {when}, with {n} records. What was changed since is not in it.

The present state is kept in a folder beside it, the audit log goes on, and accounts stay as they are. The engine stops and starts again; jobs that are running are stopped.</source>
        <translation>館藏庫將回到 {when} 的狀態，含 {n} 筆紀錄；此後的改動不在其中。

目前狀態會儲存在旁邊的資料夾中，稽核日誌繼續，帳戶保持不變。引擎將停止並重新啟動，正在執行的工作會被中止。</translation>
    </message>
    <message>
        <source>Restore this backup?</source>
        <translation>還原此備份？</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>還原</translation>
    </message>
    <message>
        <source>Verifying the backup before the library is touched…</source>
        <translation>正在驗證備份，隨後才會改動館藏庫…</translation>
    </message>
    <message>
        <source>not reachable</source>
        <translation>無法連線</translation>
    </message>
</context>
<context>
    <name>BarcodeDialog</name>
    <message>
        <source>Find by barcode</source>
        <translation>按條碼查詢</translation>
    </message>
    <message>
        <source>Scan or type the barcode of an item, or an ISBN, and press Enter.</source>
        <translation>掃描或輸入單冊條碼號或 ISBN，然後按 Enter。</translation>
    </message>
    <message>
        <source>Barcode or ISBN</source>
        <translation>條碼號或 ISBN</translation>
    </message>
    <message>
        <source>Open the record at once</source>
        <translation>立即開啟書目紀錄</translation>
    </message>
    <message>
        <source>Switched off, what is scanned is listed here.</source>
        <translation>關閉後，掃描過的條碼會列在這裡。</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>開啟書目紀錄</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>{barcode} is not known: no item has this barcode and no record this ISBN.</source>
        <translation>未找到 {barcode}：沒有單冊使用此條碼號，也沒有書目紀錄使用此 ISBN。</translation>
    </message>
    <message>
        <source>A record has this ISBN, but no items yet.</source>
        <translation>有書目紀錄使用此 ISBN，但尚無單冊。</translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已選 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n in the list (select some with Shift or Ctrl)</source>
        <translation>
            <numerusform>清單中全部 %n 件（按住 Shift 或 Ctrl 可選部分）</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept matches from</source>
        <translation>接受相符，至少</translation>
    </message>
    <message>
        <source>Attach every scan whose match is at least this sure (Shift+A)</source>
        <translation>將把握不低於此值的相符項全部附加到紀錄 (Shift+A)</translation>
    </message>
    <message>
        <source>Create all</source>
        <translation>全部新增</translation>
    </message>
    <message>
        <source>Make a record of every draft that is not in the library yet (Shift+N)</source>
        <translation>將館藏中沒有的草稿全部建為紀錄 (Shift+N)</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>全部略過</translation>
    </message>
    <message>
        <source>Leave all of them aside (Shift+S)</source>
        <translation>全部擱置 (Shift+S)</translation>
    </message>
    <message numerus="yes">
        <source>Try %n failed again</source>
        <translation>
            <numerusform>重試失敗的 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Least certainty</source>
        <translation>最低把握</translation>
    </message>
</context>
<context>
    <name>Batches</name>
    <message numerus="yes">
        <source>%n scan(s) decided</source>
        <translation>
            <numerusform>已處理 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left in the queue</source>
        <translation>
            <numerusform>%n 件留在佇列</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 件失敗</numerusform>
        </translation>
    </message>
    <message>
        <source>U takes it back</source>
        <translation>按 U 復原</translation>
    </message>
</context>
<context>
    <name>BulkEditDialog</name>
    <message>
        <source>Looking through the records…</source>
        <translation>正在查看紀錄…</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>修改後</translation>
    </message>
    <message>
        <source>Press “Look first” to see what would change.</source>
        <translation>請按「先預覽」查看將會更動的內容。</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>{changed} of {matched} records would change.</source>
        <translation>{matched} 筆紀錄中有 {changed} 筆將被修改。</translation>
    </message>
    <message numerus="yes">
        <source>Change %n record(s)</source>
        <translation>
            <numerusform>修改 %n 筆紀錄</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected record(s)</source>
        <translation>
            <numerusform>選取的 %n 筆紀錄</numerusform>
        </translation>
    </message>
    <message>
        <source>All that “{query}” finds</source>
        <translation>檢索「{query}」得到的全部紀錄</translation>
    </message>
    <message>
        <source>All records of the library</source>
        <translation>全部館藏紀錄</translation>
    </message>
    <message>
        <source>Bulk edit</source>
        <translation>批次編輯</translation>
    </message>
    <message>
        <source>First see what would change in each record; then change all in one step that can be undone.</source>
        <translation>先查看每筆紀錄將如何更動，再一次全部修改；整個修改可一步復原。</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>紀錄</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>欄位</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>體系</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>尋找</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>新內容</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正規表示式</translation>
    </message>
    <message>
        <source>for items: only where it says this now</source>
        <translation>館藏：僅修改目前為此值的單冊</translation>
    </message>
    <message>
        <source>Look first</source>
        <translation>先預覽</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Records that would change</source>
        <translation>將被修改的紀錄</translation>
    </message>
</context>
<context>
    <name>CallNumberBuilder</name>
    <message>
        <source>Book number</source>
        <translation>書次號</translation>
    </message>
    <message>
        <source>Reading of the name</source>
        <translation>姓名讀音</translation>
    </message>
    <message>
        <source>Third line</source>
        <translation>第三行</translation>
    </message>
    <message>
        <source>As the house does</source>
        <translation>按本館慣例</translation>
    </message>
    <message>
        <source>Running number (种次号)</source>
        <translation>種次號</translation>
    </message>
    <message>
        <source>Author number (著者号)</source>
        <translation>著者號</translation>
    </message>
    <message>
        <source>Author&apos;s initials</source>
        <translation>著者首字母</translation>
    </message>
    <message>
        <source>year or volume, where wanted</source>
        <translation>需要時填年份或卷次</translation>
    </message>
    <message numerus="yes">
        <source>Taken: %n other record(s) have this call number ({ids}).</source>
        <translation>
            <numerusform>已被佔用：另有 %n 筆紀錄使用此索書號（{ids}）。</numerusform>
        </translation>
    </message>
    <message>
        <source>No other record has this call number.</source>
        <translation>沒有其他紀錄使用此索書號。</translation>
    </message>
</context>
<context>
    <name>Care</name>
    <message>
        <source>Viewer</source>
        <translation>讀者</translation>
    </message>
    <message>
        <source>Cataloguer</source>
        <translation>編目員</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理員</translation>
    </message>
    <message>
        <source>Owner of the folder</source>
        <translation>資料夾所有者</translation>
    </message>
    <message>
        <source>Titles</source>
        <translation>題名</translation>
    </message>
    <message>
        <source>Descriptions</source>
        <translation>提要</translation>
    </message>
    <message>
        <source>Sentences</source>
        <translation>句段</translation>
    </message>
    <message>
        <source>Covers</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>exact search in memory</source>
        <translation>記憶體精確檢索</translation>
    </message>
    <message>
        <source>approximate search (hnswlib)</source>
        <translation>近似檢索（hnswlib）</translation>
    </message>
    <message>
        <source>approximate search (usearch)</source>
        <translation>近似檢索（usearch）</translation>
    </message>
    <message>
        <source>records</source>
        <translation>紀錄</translation>
    </message>
    <message>
        <source>covers</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>vectors</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>lines of the audit log</source>
        <translation>稽核日誌行數</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>稽核日誌</translation>
    </message>
    <message>
        <source>Saved indexes</source>
        <translation>已存索引</translation>
    </message>
    <message>
        <source>Vectors and encoders</source>
        <translation>向量與編碼器</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>資料庫</translation>
    </message>
    <message>
        <source>Lost cover files</source>
        <translation>丟失的封面檔案</translation>
    </message>
    <message>
        <source>Damaged cover files</source>
        <translation>損壞的封面檔案</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>縮圖</translation>
    </message>
    <message>
        <source>Files that nothing names</source>
        <translation>無歸屬的檔案</translation>
    </message>
    <message>
        <source>Full text</source>
        <translation>全文索引</translation>
    </message>
    <message>
        <source>Words on covers</source>
        <translation>封面文字</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Repair makes the thumbnails again from the originals.</source>
        <translation>修復將從原圖重新產生縮圖。</translation>
    </message>
    <message>
        <source>Repair deletes these files. No record and no step that can be undone needs them.</source>
        <translation>修復將刪除這些檔案；沒有紀錄或可復原的步驟用到它們。</translation>
    </message>
    <message>
        <source>Repair indexes the words of all records anew.</source>
        <translation>修復將為所有紀錄重建全文索引。</translation>
    </message>
    <message>
        <source>Repair makes the missing vectors.</source>
        <translation>修復將產生缺少的向量。</translation>
    </message>
    <message>
        <source>Repair makes the missing vectors of covers.</source>
        <translation>修復將產生缺少的封面向量。</translation>
    </message>
    <message>
        <source>Repair reads these covers.</source>
        <translation>修復將識讀這些封面。</translation>
    </message>
    <message>
        <source>Repair deletes these vectors. Those of the encoder in use stay.</source>
        <translation>修復將刪除這些向量；在用編碼器的向量保留。</translation>
    </message>
    <message>
        <source>Repair deletes these vectors and makes them again.</source>
        <translation>修復將刪除這些向量並重新產生。</translation>
    </message>
    <message>
        <source>Repair deletes this file. It can be made again.</source>
        <translation>修復將刪除此檔案；它可以重新產生。</translation>
    </message>
    <message>
        <source>Repair deletes this file. It is made again when needed.</source>
        <translation>修復將刪除此檔案；需要時會重新產生。</translation>
    </message>
    <message>
        <source>Repair cannot mend this. Restore the newest backup that verifies, and keep the present folder.</source>
        <translation>無法修復。請還原最近一個驗證通過的備份，並保留目前資料夾。</translation>
    </message>
    <message>
        <source>Repair cannot bring it back. Restore it from a backup, or scan the cover again.</source>
        <translation>無法修復。請從備份還原，或重新掃描封面。</translation>
    </message>
    <message>
        <source>The device page and the models page say more.</source>
        <translation>「裝置」頁和「編碼器」頁有更多說明。</translation>
    </message>
    <message>
        <source>Repair does nothing here: it would hide what happened.</source>
        <translation>此處不作修復，以免掩蓋所發生的事。</translation>
    </message>
    <message>
        <source>Changes to the catalogue</source>
        <translation>目錄改動</translation>
    </message>
    <message>
        <source>Exports and backups</source>
        <translation>匯出與備份</translation>
    </message>
    <message>
        <source>Training and encoders</source>
        <translation>訓練與編碼器</translation>
    </message>
    <message>
        <source>People and sign-ins</source>
        <translation>人員與登入</translation>
    </message>
    <message>
        <source>Settings and repairs</source>
        <translation>設定與修復</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>訓練</translation>
    </message>
    <message>
        <source>Encoder promoted</source>
        <translation>編碼器啟用</translation>
    </message>
    <message>
        <source>Encoder promoted against the gate</source>
        <translation>編碼器未過門限而啟用</translation>
    </message>
    <message>
        <source>Encoder chosen</source>
        <translation>編碼器選用</translation>
    </message>
    <message>
        <source>Encoder rolled back</source>
        <translation>編碼器回退</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>備份</translation>
    </message>
    <message>
        <source>Backup verified</source>
        <translation>備份驗證</translation>
    </message>
    <message>
        <source>Restore tried</source>
        <translation>試還原</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>還原</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修復</translation>
    </message>
    <message>
        <source>Index rebuilt</source>
        <translation>索引重建</translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation>設定更改</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>登入</translation>
    </message>
    <message>
        <source>Failed to sign in</source>
        <translation>登入失敗</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>登出</translation>
    </message>
    <message>
        <source>Roles turned on</source>
        <translation>啟用角色</translation>
    </message>
    <message>
        <source>Roles turned off</source>
        <translation>停用角色</translation>
    </message>
    <message>
        <source>Account added</source>
        <translation>新增帳戶</translation>
    </message>
    <message>
        <source>Account removed</source>
        <translation>移除帳戶</translation>
    </message>
    <message>
        <source>Role changed</source>
        <translation>更改角色</translation>
    </message>
    <message>
        <source>Own password changed</source>
        <translation>更改自己的密碼</translation>
    </message>
    <message>
        <source>Password reset</source>
        <translation>重設密碼</translation>
    </message>
    <message>
        <source>Feedback deleted</source>
        <translation>刪除回饋</translation>
    </message>
</context>
<context>
    <name>CareControl</name>
    <message>
        <source>The engine stops and starts again. Confirmed work is safe.</source>
        <translation>引擎正在停止並重新啟動。已確認的工作不受影響。</translation>
    </message>
    <message>
        <source>The last backup of this library is of {when}.</source>
        <translation>本館藏庫的上次備份時間為 {when}。</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即備份</translation>
    </message>
    <message>
        <source>Restored: {n} records. What was there before is in the folder {folder}.</source>
        <translation>已還原：{n} 筆紀錄。原有內容儲存在資料夾 {folder} 中。</translation>
    </message>
    <message>
        <source>Nothing was restored.</source>
        <translation>未還原任何內容。</translation>
    </message>
</context>
<context>
    <name>CheckSection</name>
    <message>
        <source>Check and repair</source>
        <translation>檢查與修復</translation>
    </message>
    <message>
        <source>Compares database, cover files, full text, vectors, index files, encoders and the audit log. Checking changes nothing.</source>
        <translation>核對資料庫、封面檔案、全文索引、向量、索引檔案、編碼器和稽核日誌。檢查不作任何改動。</translation>
    </message>
    <message>
        <source>Check the library</source>
        <translation>檢查館藏庫</translation>
    </message>
    <message>
        <source>Repair…</source>
        <translation>修復…</translation>
    </message>
    <message>
        <source>The library was not checked since this window opened.</source>
        <translation>自開啟此視窗以來尚未檢查。</translation>
    </message>
    <message>
        <source>Everything that was found is repaired.</source>
        <translation>發現的問題均已修復。</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) do not fit together.</source>
        <translation>
            <numerusform>%n 處不相符。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them can be repaired.</source>
        <translation>
            <numerusform>其中 %n 處可以修復。</numerusform>
        </translation>
    </message>
    <message>
        <source>Looked at:</source>
        <translation>已檢查：</translation>
    </message>
    <message>
        <source>Repaired.</source>
        <translation>已修復。</translation>
    </message>
    <message>
        <source>Repair the library?</source>
        <translation>修復館藏庫？</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修復</translation>
    </message>
</context>
<context>
    <name>ClassDialog</name>
    <message>
        <source>Class and call number</source>
        <translation>分類號與索書號</translation>
    </message>
    <message>
        <source>From the nearest records of this library, with how sure it is and why. You decide.</source>
        <translation>根據本館最相近的紀錄提出建議，並說明把握與依據，由您決定。</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>建議</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>全部類目</translation>
    </message>
    <message>
        <source>Use this class</source>
        <translation>採用此類</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>依據</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>採用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The holdings propose nothing for this record; choose a class from the tree.</source>
        <translation>館藏中沒有可供參考的紀錄，請從類目樹中選擇。</translation>
    </message>
</context>
<context>
    <name>ClassTree</name>
    <message>
        <source>Records</source>
        <translation>紀錄數</translation>
    </message>
    <message>
        <source>Classes of CLC</source>
        <translation>中圖法類目</translation>
    </message>
</context>
<context>
    <name>ColumnTable</name>
    <message>
        <source>The first records of the file</source>
        <translation>檔案中的前幾筆紀錄</translation>
    </message>
    <message>
        <source>Field of column {column}</source>
        <translation>「{column}」欄對應的欄位</translation>
    </message>
    <message>
        <source>(leave out)</source>
        <translation>（不匯入）</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>The scan</source>
        <translation>掃描圖</translation>
    </message>
    <message>
        <source>In the library</source>
        <translation>館藏紀錄</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>新紀錄</translation>
    </message>
    <message>
        <source>This file cannot be used</source>
        <translation>這個檔案無法使用</translation>
    </message>
    <message>
        <source>Not in this library</source>
        <translation>館藏中沒有</translation>
    </message>
    <message>
        <source>This very scan is already a cover of this record.</source>
        <translation>這張掃描圖已經是該紀錄的封面。</translation>
    </message>
    <message>
        <source>the same ISBN</source>
        <translation>ISBN 相同</translation>
    </message>
    <message>
        <source>words {percent}</source>
        <translation>文字 {percent}</translation>
    </message>
    <message>
        <source>picture {percent}</source>
        <translation>影像 {percent}</translation>
    </message>
    <message numerus="yes">
        <source>%n common point(s)</source>
        <translation>
            <numerusform>%n 個相同特徵點</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found in this library. Accepting creates the record below; correct it first if needed.</source>
        <translation>館藏中未找到。接受即按下方草稿新增紀錄；如有需要，請先更正。</translation>
    </message>
    <message>
        <source>barcode {isbn}</source>
        <translation>條碼 {isbn}</translation>
    </message>
    <message>
        <source>On the scan</source>
        <translation>掃描圖上</translation>
    </message>
    <message>
        <source>In the record</source>
        <translation>紀錄中</translation>
    </message>
    <message>
        <source>Candidates (1–6); 0 is a new record</source>
        <translation>候選紀錄（按 1–6 選擇，0 為新紀錄）</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候選紀錄</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of the record found on the scan (filled)</source>
        <translation>
            <numerusform>掃描檔上有 %n 行與紀錄相符（著色）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) agree with the stored cover</source>
        <translation>
            <numerusform>%n 個特徵點與館藏封面吻合</numerusform>
        </translation>
    </message>
    <message>
        <source>the frame on the cover shows where they differ most</source>
        <translation>封面上的方框為差異最大處</translation>
    </message>
    <message>
        <source>In the library: “{title}”</source>
        <translation>館藏中有：「{title}」</translation>
    </message>
</context>
<context>
    <name>ComparisonSection</name>
    <message>
        <source>Comparison</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>A candidate answers test questions about works that no training has seen; so do the encoder in use and the untuned one. Only a proven gain without a loss elsewhere is recommended.</source>
        <translation>用從未參與訓練的作品出題，由候選編碼器、現用編碼器和未調校的編碼器分別作答。只有確實改善且別處無損失時，才建議啟用。</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候選</translation>
    </message>
    <message>
        <source>beside</source>
        <translation>對照</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>對照的編碼器</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>開始比較</translation>
    </message>
    <message>
        <source>Put into use</source>
        <translation>啟用</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>捨棄…</translation>
    </message>
    <message>
        <source>Use anyway</source>
        <translation>仍然啟用</translation>
    </message>
    <message>
        <source>Why use it against the advice? This is kept in the history.</source>
        <translation>為何不依建議啟用？理由將記入歷史。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>還沒有可比較的編碼器</translation>
    </message>
    <message>
        <source>Train the encoder on your holdings, or install one from a file; it then appears here.</source>
        <translation>用館藏訓練編碼器，或從檔案安裝一個，之後便會出現在這裡。</translation>
    </message>
    <message>
        <source>Improve search on our holdings</source>
        <translation>用本館館藏改進檢索</translation>
    </message>
    <message>
        <source>Encoders laid side by side</source>
        <translation>並排比較過的編碼器</translation>
    </message>
    <message>
        <source>Discard {name}?</source>
        <translation>捨棄「{name}」？</translation>
    </message>
    <message>
        <source>The candidate and its training are deleted; this cannot be undone.</source>
        <translation>候選編碼器及其訓練將被刪除，且無法復原。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>捨棄</translation>
    </message>
    <message>
        <source>the encoder in use</source>
        <translation>現用編碼器</translation>
    </message>
    <message>
        <source>the untuned encoder</source>
        <translation>未調校的編碼器</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結論</translation>
    </message>
    <message>
        <source>{name} (deleted)</source>
        <translation>{name}（已刪除）</translation>
    </message>
    <message>
        <source>{name} is in use now. Search was never interrupted.</source>
        <translation>現已啟用「{name}」。檢索未曾中斷。</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回復</translation>
    </message>
    <message>
        <source>Nothing was changed: the comparison advises against it.</source>
        <translation>未作變更：比較結果不建議啟用。</translation>
    </message>
    <message>
        <source>The candidate was discarded.</source>
        <translation>候選編碼器已捨棄。</translation>
    </message>
    <message>
        <source>These are the same encoder. Choose two different ones.</source>
        <translation>兩邊是同一個編碼器。請選擇兩個不同的編碼器。</translation>
    </message>
    <message>
        <source>These two were not compared yet, or have changed since.</source>
        <translation>這兩個編碼器尚未比較過，或比較之後有了變化。</translation>
    </message>
    <message>
        <source>This encoder is in use.</source>
        <translation>此編碼器正在使用。</translation>
    </message>
    <message>
        <source>It was not compared yet. That takes about as long as reading your test covers once.</source>
        <translation>尚未比較。所需時間大致相當於把測試封面讀一遍。</translation>
    </message>
</context>
<context>
    <name>ConvertDialog</name>
    <message>
        <source>Convert a file</source>
        <translation>轉換檔案</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>轉換</translation>
    </message>
    <message>
        <source>From</source>
        <translation>來源</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選擇…</translation>
    </message>
    <message>
        <source>To</source>
        <translation>目標</translation>
    </message>
    <message numerus="yes">
        <source>%n rejected, kept in {files}.</source>
        <translation>
            <numerusform>拒絕 %n 條，已存入 {files}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CopyDialog</name>
    <message>
        <source>No title could be read on the cover.</source>
        <translation>封面上未能讀出題名。</translation>
    </message>
    <message>
        <source>None of them has such a record. Try the title, or another number.</source>
        <translation>所查目錄均無此紀錄。請改用題名或其他號碼。</translation>
    </message>
    <message>
        <source>The cover</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Already in the library</source>
        <translation>館藏中已有</translation>
    </message>
    <message>
        <source>May be in the library already</source>
        <translation>館藏中可能已有</translation>
    </message>
    <message>
        <source>Choose a scan of the cover</source>
        <translation>選擇封面掃描圖</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>影像</translation>
    </message>
    <message>
        <source>Copy cataloguing</source>
        <translation>套錄編目</translation>
    </message>
    <message>
        <source>Reads the cover, asks other catalogues only when you press Search, and changes nothing by itself.</source>
        <translation>識讀封面；僅在按下「檢索」後查詢其他目錄；不會自行改動任何內容。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>檢索</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>來源</translation>
    </message>
    <message>
        <source>Choose a cover…</source>
        <translation>選擇封面…</translation>
    </message>
    <message>
        <source>Edit the sources…</source>
        <translation>編輯來源…</translation>
    </message>
    <message>
        <source>Records found</source>
        <translation>查到的紀錄</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>欄位</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進度</translation>
    </message>
    <message>
        <source>Take the ticked fields</source>
        <translation>採用勾選欄位</translation>
    </message>
    <message>
        <source>Take all</source>
        <translation>全部採用</translation>
    </message>
    <message>
        <source>Store as it is, with its MARC</source>
        <translation>連同 MARC 原樣存入</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>This library is set to contact nobody (offline). The cover can be read all the same.</source>
        <translation>本館設為離線，不聯絡任何外部目錄；仍可識讀封面。</translation>
    </message>
</context>
<context>
    <name>CopyingControl</name>
    <message>
        <source>The form is filled. Look it through and save it.</source>
        <translation>表單已填好，請核對後儲存。</translation>
    </message>
</context>
<context>
    <name>CoverMenu</name>
    <message>
        <source>Turn right</source>
        <translation>向右旋轉</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>向左旋轉</translation>
    </message>
    <message>
        <source>Turn upside down</source>
        <translation>旋轉 180°</translation>
    </message>
    <message>
        <source>Make it the main cover</source>
        <translation>設為主封面</translation>
    </message>
    <message>
        <source>Move forward</source>
        <translation>前移</translation>
    </message>
    <message>
        <source>Move back</source>
        <translation>後移</translation>
    </message>
    <message>
        <source>Read again with {engine}</source>
        <translation>用 {engine} 重新辨識</translation>
    </message>
</context>
<context>
    <name>CoverView</name>
    <message>
        <source>Cover scan</source>
        <translation>封面掃描</translation>
    </message>
    <message>
        <source>Wheel or + and - to zoom, 0 to fit, drag to move</source>
        <translation>滾輪或 + - 縮放，0 符合視窗，拖曳可移動</translation>
    </message>
</context>
<context>
    <name>DataAdviceView</name>
    <message>
        <source>Enough: even a small improvement can be proven.</source>
        <translation>資料充足：小幅改善也能得到證實。</translation>
    </message>
    <message>
        <source>{n} works have covers; {wanted} would make the outcome reliable.</source>
        <translation>{n} 種作品有封面；達到 {wanted} 種，結果才可靠。</translation>
    </message>
    <message>
        <source>{n} works were confirmed in searches; {wanted} would be reliable.</source>
        <translation>{n} 種作品在檢索中得到確認；達到 {wanted} 種才可靠。</translation>
    </message>
    <message>
        <source>Only {n} works have covers: from {wanted} on a gain can be judged.</source>
        <translation>只有 {n} 種作品有封面：至少 {wanted} 種才能判斷是否改善。</translation>
    </message>
    <message>
        <source>Only {n} works are in both languages: from {wanted} on a gain can be judged.</source>
        <translation>只有 {n} 種作品有中英文對照：至少 {wanted} 種才能判斷是否改善。</translation>
    </message>
    <message>
        <source>Only {n} works were confirmed: from {wanted} on a gain can be judged.</source>
        <translation>只有 {n} 種作品得到確認：至少 {wanted} 種才能判斷是否改善。</translation>
    </message>
    <message>
        <source>No covers yet: scan some, or import them with the records.</source>
        <translation>還沒有封面：請掃描，或隨紀錄一併匯入。</translation>
    </message>
    <message>
        <source>No words were read on covers yet.</source>
        <translation>還沒有辨識封面文字。</translation>
    </message>
    <message>
        <source>No titles in both languages yet: add parallel titles.</source>
        <translation>還沒有中英文對照題名：請補充並列題名。</translation>
    </message>
    <message>
        <source>No searches were confirmed yet; not needed to begin.</source>
        <translation>還沒有經確認的檢索；開始訓練並不需要。</translation>
    </message>
    <message>
        <source>{n} works have words on covers; {wanted} would be reliable.</source>
        <translation>{n} 種作品的封面文字已辨識；達到 {wanted} 種才可靠。</translation>
    </message>
    <message>
        <source>{n} works are in both languages; {wanted} would be reliable.</source>
        <translation>{n} 種作品有中英文對照；達到 {wanted} 種才可靠。</translation>
    </message>
    <message>
        <source>Only {n} works have words on covers: from {wanted} on a gain can be judged.</source>
        <translation>只有 {n} 種作品的封面文字已辨識：至少 {wanted} 種才能判斷是否改善。</translation>
    </message>
</context>
<context>
    <name>DecisionView</name>
    <message>
        <source>{measure}, on works that none of them was trained on</source>
        <translation>{measure}，題目取自三者均未訓練過的作品</translation>
    </message>
    <message>
        <source>Questions answered better</source>
        <translation>答得更好的題目</translation>
    </message>
    <message>
        <source>Questions answered worse</source>
        <translation>答得更差的題目</translation>
    </message>
    <message>
        <source>Test questions</source>
        <translation>測試題類型</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>題數</translation>
    </message>
    <message>
        <source>Untuned</source>
        <translation>未調校</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>“{first}” and “{second}” do not differ by more than chance: {difference}.</source>
        <translation>「{first}」與「{second}」的差別不超出偶然：{difference}。</translation>
    </message>
    <message>
        <source>“{first}” is better than “{second}”: {difference}.</source>
        <translation>「{first}」優於「{second}」：{difference}。</translation>
    </message>
    <message>
        <source>“{first}” is worse than “{second}”: {difference}.</source>
        <translation>「{first}」不如「{second}」：{difference}。</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候選</translation>
    </message>
    <message>
        <source>Dot: mean difference. Bar: 90 % interval. Right of the line: better.</source>
        <translation>圓點：平均差；橫條：90% 區間；直線右側為更好。</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結論</translation>
    </message>
    <message>
        <source>{n} questions about {works} works</source>
        <translation>{n} 道題，涉及 {works} 種作品</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>題目</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>none</source>
        <translation>無</translation>
    </message>
    <message>
        <source>… worse</source>
        <translation>……更差</translation>
    </message>
    <message>
        <source>Difference ± {reach}</source>
        <translation>差值 ± {reach}</translation>
    </message>
</context>
<context>
    <name>DecodingCards</name>
    <message>
        <source>Encodings</source>
        <translation>編碼</translation>
    </message>
</context>
<context>
    <name>DeviceSection</name>
    <message>
        <source>Looking at the machine and computing a little on each device…</source>
        <translation>正在檢查此機，並在各裝置上試算…</translation>
    </message>
    <message>
        <source>The engine starts again with it</source>
        <translation>引擎將隨之重新啟動</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>裝置</translation>
    </message>
    <message>
        <source>Encoders and training run on the graphics processor where one works.</source>
        <translation>有可用的圖形處理器時，編碼與訓練在其上執行。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>處理器</translation>
    </message>
    <message>
        <source>Graphics processor</source>
        <translation>圖形處理器</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新檢查</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>複製報告</translation>
    </message>
    <message>
        <source>In use now</source>
        <translation>目前使用</translation>
    </message>
    <message>
        <source>nothing yet: the encoders are loading</source>
        <translation>尚無：編碼器正在載入</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>驅動程式</translation>
    </message>
    <message>
        <source>{free} of {total} GiB free</source>
        <translation>可用 {free} / 共 {total} GiB</translation>
    </message>
    <message>
        <source>Its memory</source>
        <translation>顯示記憶體</translation>
    </message>
    <message>
        <source>Compute capability</source>
        <translation>運算能力</translation>
    </message>
    <message>
        <source>none that NVIDIA&apos;s driver knows</source>
        <translation>NVIDIA 驅動程式未發現任何裝置</translation>
    </message>
    <message>
        <source>without CUDA</source>
        <translation>不含 CUDA</translation>
    </message>
    <message>
        <source>Test computation</source>
        <translation>試算</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正確</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>有誤</translation>
    </message>
    <message>
        <source>differs by {n}</source>
        <translation>偏差 {n}</translation>
    </message>
    <message>
        <source>{cores} cores, {threads} for the encoders</source>
        <translation>{cores} 個核心，編碼器使用 {threads} 個</translation>
    </message>
    <message>
        <source>no bfloat16</source>
        <translation>不支援 bfloat16</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>記憶體</translation>
    </message>
    <message>
        <source>Disk of the library</source>
        <translation>館藏庫磁碟</translation>
    </message>
    <message>
        <source>Reads covers</source>
        <translation>封面識讀</translation>
    </message>
    <message>
        <source>no engine found</source>
        <translation>未找到引擎</translation>
    </message>
    <message>
        <source>Chinese fonts</source>
        <translation>中文字型</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系統</translation>
    </message>
    <message>
        <source>The report is on the clipboard.</source>
        <translation>報告已複製到剪貼簿。</translation>
    </message>
</context>
<context>
    <name>DifferenceTable</name>
    <message>
        <source>agrees</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不一致</translation>
    </message>
</context>
<context>
    <name>DifferenceView</name>
    <message>
        <source>Differences</source>
        <translation>差異</translation>
    </message>
    <message>
        <source>In the library</source>
        <translation>館藏中</translation>
    </message>
    <message>
        <source>After the import</source>
        <translation>匯入後</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Drop cover scans here</source>
        <translation>把封面掃描拖到這裡</translation>
    </message>
    <message>
        <source>Photos, PDFs, folders; Ctrl+V pastes</source>
        <translation>照片、PDF、資料夾；Ctrl+V 貼上</translation>
    </message>
</context>
<context>
    <name>DryRunStep</name>
    <message>
        <source>Dry run</source>
        <translation>試執行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新執行</translation>
    </message>
    <message>
        <source>Records of the chosen kind</source>
        <translation>所選類別的紀錄</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進度</translation>
    </message>
    <message>
        <source>Reading and comparing; the library is not changed.</source>
        <translation>正在讀取並比對；館藏不作任何改動。</translation>
    </message>
    <message>
        <source>This is what the import would do. Nothing has been changed yet.</source>
        <translation>以下是匯入將要做的事。目前尚未作任何改動。</translation>
    </message>
    <message>
        <source>The dry run was stopped; nothing was changed. Run it again to go on.</source>
        <translation>試執行已停止，未作任何改動。請重新執行後繼續。</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) would get a clearly different title.</source>
        <translation>
            <numerusform>有 %n 筆紀錄的題名將變為明顯不同的題名。</numerusform>
        </translation>
    </message>
    <message>
        <source>They will be updated.</source>
        <translation>這些紀錄將被更新。</translation>
    </message>
    <message>
        <source>What is to become of them?</source>
        <translation>請決定如何處理。</translation>
    </message>
    <message>
        <source>Update them</source>
        <translation>照常更新</translation>
    </message>
    <message>
        <source>Hold them back</source>
        <translation>暫不匯入</translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>（無題名）</translation>
    </message>
    <message>
        <source>Record {position} of {file}.</source>
        <translation>{file}，紀錄 {position}。</translation>
    </message>
    <message>
        <source>Found by {rule}, {score}.</source>
        <translation>比對依據：{rule}，{score}。</translation>
    </message>
    <message>
        <source>The title would become a different one.</source>
        <translation>題名將變為不同的題名。</translation>
    </message>
    <message>
        <source>The description stays as it is; the record in the file is stored as its source.</source>
        <translation>著錄內容不變；檔案中的紀錄將存為其來源紀錄。</translation>
    </message>
    <message>
        <source>Becomes a new record.</source>
        <translation>將成為新紀錄。</translation>
    </message>
</context>
<context>
    <name>DuplicateWarning</name>
    <message>
        <source>Already in the library?</source>
        <translation>館藏中已有？</translation>
    </message>
    <message>
        <source>“{title}” may be in the library already</source>
        <translation>館藏中可能已有「{title}」</translation>
    </message>
    <message>
        <source>Attach the scan to one of these records, or create a new one all the same.</source>
        <translation>請將掃描檔附加到以下某筆紀錄，或仍然新增。</translation>
    </message>
    <message>
        <source>Attach to this record</source>
        <translation>附加到此紀錄</translation>
    </message>
    <message>
        <source>Create anyway</source>
        <translation>仍然新增</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Records that are like it</source>
        <translation>相似的紀錄</translation>
    </message>
</context>
<context>
    <name>DuplicatesPage</name>
    <message numerus="yes">
        <source>%n suspected duplicate(s)</source>
        <translation>
            <numerusform>%n 對疑似重複</numerusform>
        </translation>
    </message>
    <message>
        <source>The library has not been searched for duplicates yet.</source>
        <translation>本館藏尚未查重。</translation>
    </message>
    <message>
        <source>Searched {time}</source>
        <translation>查重時間 {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) changed since</source>
        <translation>
            <numerusform>此後有 %n 筆紀錄變動</numerusform>
        </translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>開始查重</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>重新查重</translation>
    </message>
    <message>
        <source>Duplicates: same scan or edition</source>
        <translation>重複：同一掃描檔或版本</translation>
    </message>
    <message>
        <source>Everything suspected</source>
        <translation>全部疑似</translation>
    </message>
    <message>
        <source>Verdicts shown</source>
        <translation>顯示的判定</translation>
    </message>
    <message>
        <source>Suspect pairs</source>
        <translation>疑似重複的紀錄對</translation>
    </message>
    <message>
        <source>{first}–{last} of {total}</source>
        <translation>{first}–{last} / {total}</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一頁</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一頁</translation>
    </message>
    <message>
        <source>Not a duplicate</source>
        <translation>非重複</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>合併…</translation>
    </message>
    <message>
        <source>Open left</source>
        <translation>開啟左側</translation>
    </message>
    <message>
        <source>Open right</source>
        <translation>開啟右側</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>Look for records that describe one book</source>
        <translation>尋找著錄同一圖書的紀錄</translation>
    </message>
    <message>
        <source>Titles, names, numbers, years and covers are compared. Nothing is changed by the search.</source>
        <translation>比對題名、責任者、編號、年份和封面。查重不更動任何紀錄。</translation>
    </message>
    <message>
        <source>Nothing to decide here</source>
        <translation>沒有待判斷的紀錄對</translation>
    </message>
    <message>
        <source>No pair of this kind is suspected, or all are answered.</source>
        <translation>沒有此類疑似重複，或均已判斷。</translation>
    </message>
    <message>
        <source>Remembered: no duplicates. They will not be suspected again.</source>
        <translation>已記住：非重複。今後不再提示。</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>This cannot be used as it is</source>
        <translation>所給內容無法直接使用</translation>
    </message>
    <message>
        <source>This clashes with something that is already there</source>
        <translation>與既有內容衝突</translation>
    </message>
    <message>
        <source>Something stored does not fit together</source>
        <translation>已存資料彼此不符</translation>
    </message>
    <message>
        <source>The computer got in the way</source>
        <translation>本機環境出了問題</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>操作未成功</translation>
    </message>
    <message>
        <source>This is a fault in the program</source>
        <translation>程式出現故障</translation>
    </message>
    <message>
        <source>Your library is safe: every change is stored whole or not at all. You can go on working. The details were written to {folder}; please send them along when you report it.</source>
        <translation>館藏資料是安全的：每次更動要麼完整儲存，要麼完全不儲存。您可以繼續工作。詳情已寫入 {folder}，回報時請一併附上。</translation>
    </message>
    <message>
        <source>Your records are safe: what does not fit can be made again from them, or restored from a backup.</source>
        <translation>書目紀錄是安全的：不相符的部分可以據此重新生成，或從備份恢復。</translation>
    </message>
    <message>
        <source>What was confirmed before is stored and safe.</source>
        <translation>此前已確認的內容均已儲存，是安全的。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>沒有作任何更改。</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>複製詳情</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已複製</translation>
    </message>
</context>
<context>
    <name>EvaluationSection</name>
    <message>
        <source>Evaluation</source>
        <translation>評測</translation>
    </message>
    <message>
        <source>A collection is a folder of records, questions and the right answers. If you have none, the program makes one of your own covers and titles, disturbed as photographs and hasty typing disturb them.</source>
        <translation>測試集是包含紀錄、題目和正確答案的資料夾。如果沒有，程式可用本館的封面和題名產生一個，並模擬拍照失真和輸入錯誤。</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>測試集</translation>
    </message>
    <message>
        <source>Folder with records.jsonl, queries.jsonl and qrels.tsv</source>
        <translation>含有 records.jsonl、queries.jsonl 和 qrels.tsv 的資料夾</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選擇…</translation>
    </message>
    <message>
        <source>From our holdings</source>
        <translation>用館藏產生</translation>
    </message>
    <message>
        <source>Make test questions of this library&apos;s covers and titles</source>
        <translation>用本館的封面和題名產生測試題</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>評測</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>收合</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>更多…</translation>
    </message>
    <message>
        <source>Training steps</source>
        <translation>訓練步數</translation>
    </message>
    <message>
        <source>These are trained on a part of the collection first and asked the rest; that can take hours.</source>
        <translation>這些系統須先用測試集的一部分訓練，再以其餘部分出題，可能需要數小時。</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>題目</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部類型</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>出題方式</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>報告</translation>
    </message>
    <message>
        <source>Nothing was measured yet.</source>
        <translation>還沒有評測過。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>匯出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>Choose a collection folder</source>
        <translation>選擇測試集資料夾</translation>
    </message>
    <message>
        <source>Export reports</source>
        <translation>匯出報告</translation>
    </message>
    <message>
        <source>the one in use</source>
        <translation>現用編碼器</translation>
    </message>
    <message>
        <source>Written to {file}</source>
        <translation>已寫入 {file}</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>評測系統</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>編碼器</translation>
    </message>
    <message>
        <source>No collection chosen.</source>
        <translation>尚未選擇測試集。</translation>
    </message>
    <message>
        <source>{records} records, {queries} questions</source>
        <translation>{records} 筆紀錄，{queries} 道題</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>records</source>
        <translation>書目紀錄</translation>
    </message>
    <message>
        <source>Export records</source>
        <translation>匯出紀錄</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
    <message numerus="yes">
        <source>All %n record(s)</source>
        <translation>
            <numerusform>全部 %n 筆紀錄</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The present search (%n)</source>
        <translation>
            <numerusform>目前檢索結果（%n）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The selected (%n)</source>
        <translation>
            <numerusform>所選紀錄（%n）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FacetPanel</name>
    <message>
        <source>Filters</source>
        <translation>篩選</translation>
    </message>
</context>
<context>
    <name>FacetsModel</name>
    <message>
        <source>chosen</source>
        <translation>已選</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>收合</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 項</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FeedbackBar</name>
    <message>
        <source>You said: this is it. It stands first in this search.</source>
        <translation>您已確認就是這本，在本次檢索中排在最前。</translation>
    </message>
    <message>
        <source>You said: not this. It stands last in this search.</source>
        <translation>您已表示不是這本，在本次檢索中排在最後。</translation>
    </message>
    <message>
        <source>Is this what you were looking for?</source>
        <translation>這是您要找的嗎？</translation>
    </message>
</context>
<context>
    <name>FeedbackList</name>
    <message>
        <source>Filter by what was asked, or by whom</source>
        <translation>按檢索詞或操作人篩選</translation>
    </message>
    <message>
        <source>Everything said</source>
        <translation>全部回饋</translation>
    </message>
    <message>
        <source>Kind of feedback</source>
        <translation>回饋類型</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>回饋紀錄</translation>
    </message>
    <message>
        <source>Delete selected</source>
        <translation>刪除所選</translation>
    </message>
    <message>
        <source>Delete all…</source>
        <translation>全部刪除…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>匯出…</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>顯示更多</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) of feedback were exported</source>
        <translation>
            <numerusform>已匯出 %n 條回饋</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n 條</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing said fits this filter</source>
        <translation>沒有符合篩選條件的回饋</translation>
    </message>
    <message>
        <source>Try other words, or everything.</source>
        <translation>請換用其他詞語，或選擇全部回饋。</translation>
    </message>
    <message>
        <source>Nobody has said anything yet</source>
        <translation>尚無任何回饋</translation>
    </message>
    <message>
        <source>Select a result and press “This is it” or “Not this” beside it.</source>
        <translation>選取一筆檢索結果，按旁邊的「就是這本」或「不是這本」。</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) of feedback were deleted</source>
        <translation>
            <numerusform>已刪除 %n 條回饋</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete all feedback</source>
        <translation>刪除全部回饋</translation>
    </message>
    <message>
        <source>Delete all feedback in this library?</source>
        <translation>要刪除本館藏庫的全部回饋嗎？</translation>
    </message>
    <message>
        <source>This cannot be undone. Records, and weights learned already, stay as they are.</source>
        <translation>此操作無法復原。書目紀錄和已學得的權重保持不變。</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>全部刪除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Export feedback</source>
        <translation>匯出回饋</translation>
    </message>
    <message>
        <source>Spreadsheet (*.csv);;JSON lines (*.jsonl)</source>
        <translation>試算表 (*.csv);;JSON 行 (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>FeedbackModel</name>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>檢索</translation>
    </message>
    <message>
        <source>Said</source>
        <translation>回饋</translation>
    </message>
    <message>
        <source>Shown first</source>
        <translation>排在前面的結果</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Scan {name}</source>
        <translation>掃描 {name}</translation>
    </message>
    <message>
        <source>a deleted record</source>
        <translation>已刪除的紀錄</translation>
    </message>
</context>
<context>
    <name>FeedbackSection</name>
    <message>
        <source>Feedback</source>
        <translation>回饋</translation>
    </message>
    <message>
        <source>What people say about results improves the order of later ones and gives examples for fine-tuning. It is kept in this library only and never leaves this computer.</source>
        <translation>對檢索結果的回饋用於改進以後的排序，並為微調提供樣例。回饋只儲存在本館藏庫中，不會離開本機。</translation>
    </message>
    <message>
        <source>Record feedback</source>
        <translation>記錄回饋</translation>
    </message>
    <message>
        <source>Let it improve the order of results</source>
        <translation>用回饋改進結果排序</translation>
    </message>
    <message>
        <source>Delete after</source>
        <translation>保留期限</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>never</source>
        <translation>永久保留</translation>
    </message>
    <message>
        <source>Delete feedback after so many days</source>
        <translation>回饋保留天數</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>回饋紀錄</translation>
    </message>
    <message>
        <source>What was learned</source>
        <translation>學習結果</translation>
    </message>
</context>
<context>
    <name>FieldChoice</name>
    <message>
        <source>Take</source>
        <translation>採用</translation>
    </message>
    <message>
        <source>In your draft</source>
        <translation>草稿中</translation>
    </message>
    <message>
        <source>There</source>
        <translation>來源中</translation>
    </message>
    <message>
        <source>Fields that can be taken over</source>
        <translation>可採用的欄位</translation>
    </message>
</context>
<context>
    <name>FileChoices</name>
    <message>
        <source>Choose cover scans</source>
        <translation>選擇封面掃描</translation>
    </message>
    <message>
        <source>Choose a folder of scans</source>
        <translation>選擇掃描資料夾</translation>
    </message>
    <message>
        <source>Search by an image</source>
        <translation>以圖片檢索</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>書目紀錄</translation>
    </message>
    <message>
        <source>Import records</source>
        <translation>匯入書目紀錄</translation>
    </message>
    <message>
        <source>Open a library folder, or an empty one to start</source>
        <translation>開啟館藏庫資料夾，或選一個空資料夾建立</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>圖片</translation>
    </message>
    <message>
        <source>Images and PDFs</source>
        <translation>圖片和 PDF</translation>
    </message>
</context>
<context>
    <name>FilesStep</name>
    <message>
        <source>Files</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>Each file&apos;s format is told from its content. Drop further files here; all are one undoable import.</source>
        <translation>格式按檔案內容辨識。可將更多檔案拖到此處；所有檔案作為一次匯入，可一步復原。</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>新增檔案…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>讀取格式</translation>
    </message>
    <message>
        <source>As recognised</source>
        <translation>按辨識結果</translation>
    </message>
    <message>
        <source>File</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>紀錄數</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Remove the file from the list to go on.</source>
        <translation>請將該檔案從清單中移除後繼續。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在讀取…</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>無法讀取</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>about {n}</source>
        <translation>約 {n}</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>新增檔案</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Clear all filters</source>
        <translation>清除全部篩選</translation>
    </message>
    <message>
        <source>Remove the filter {filter}</source>
        <translation>移除篩選「{filter}」</translation>
    </message>
</context>
<context>
    <name>FineTuningSection</name>
    <message>
        <source>Improve search on our holdings</source>
        <translation>用本館館藏改進檢索</translation>
    </message>
    <message>
        <source>The encoder learns from this library&apos;s own covers, titles and confirmed searches. Search does not change until you have compared the outcome and put it into use. Nothing leaves this computer.</source>
        <translation>編碼器從本館的封面、題名和經確認的檢索中學習。在您比較結果並啟用之前，檢索不會改變。資料不會離開本機。</translation>
    </message>
    <message>
        <source>Hide the settings</source>
        <translation>收合設定</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>設定…</translation>
    </message>
    <message>
        <source>Back to the defaults</source>
        <translation>還原預設值</translation>
    </message>
    <message>
        <source>Trainings so far</source>
        <translation>歷次訓練</translation>
    </message>
    <message>
        <source>None yet. The first one shows how long this computer takes.</source>
        <translation>尚無。第一次訓練會顯示本機需要多長時間。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>訓練</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>開始時間</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步數</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>訓練前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>訓練後</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用時</translation>
    </message>
    <message>
        <source>Looking at what there is to learn from…</source>
        <translation>正在查看可供學習的資料…</translation>
    </message>
    <message>
        <source>What there is to learn from: {pairs} pairs of {works} works</source>
        <translation>可供學習的資料：{works} 種作品的 {pairs} 對</translation>
    </message>
    <message>
        <source>There is nothing to learn from yet. Add covers, or titles in both languages.</source>
        <translation>還沒有可供學習的資料。請新增封面或中英文題名。</translation>
    </message>
    <message>
        <source>How long it takes is measured once the encoders are ready.</source>
        <translation>編碼器就緒後將測算所需時間。</translation>
    </message>
    <message>
        <source>Takes about {time} here (the time limit ends it after about {steps} steps).</source>
        <translation>在本機約需 {time}（到時限結束，約 {steps} 步）。</translation>
    </message>
    <message>
        <source>Takes about {time} here ({steps} steps, told from earlier trainings).</source>
        <translation>在本機約需 {time}（{steps} 步，據以往訓練推算）。</translation>
    </message>
    <message>
        <source>Takes about {time} here ({steps} steps, told from the speed of this computer).</source>
        <translation>在本機約需 {time}（{steps} 步，據本機速度推算）。</translation>
    </message>
</context>
<context>
    <name>GuidePanel</name>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主題</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟隨系統</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Close the first steps</source>
        <translation>關閉入門卡片</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入門</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳過</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>{step} of {steps}</source>
        <translation>第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <source>Welcome to Wenyuan</source>
        <translation>歡迎使用文淵</translation>
    </message>
    <message>
        <source>Your library is a folder</source>
        <translation>館藏庫就是一個資料夾</translation>
    </message>
    <message>
        <source>Try a search</source>
        <translation>試著檢索</translation>
    </message>
    <message>
        <source>Drop a cover</source>
        <translation>拖入封面</translation>
    </message>
    <message>
        <source>Nothing is lost</source>
        <translation>不會丟失任何內容</translation>
    </message>
    <message>
        <source>Choose how it speaks and looks; you can change this at any time in the settings. Four more steps show what it does. You can work on meanwhile.</source>
        <translation>請選擇介面語言和外觀，以後可隨時在設定中更改。還有四步介紹主要功能，其間可以照常工作。</translation>
    </message>
    <message>
        <source>Look around in the demo library first, start your own, or bring your records along: MARC, Excel, CSV and more. Everything stays on this computer.</source>
        <translation>可以先瀏覽演示館藏，也可以建立自己的館藏庫，或匯入已有的紀錄：MARC、Excel、CSV 等。所有資料都留在本機。</translation>
    </message>
    <message>
        <source>One box takes titles in Chinese and English, pinyin, initials, what a book is about, ISBNs and barcodes. Each result says why it is there.</source>
        <translation>一個輸入框可輸入中英文題名、拼音、首字母、書的內容、ISBN 和條碼號。每條結果都寫明為何相符。</translation>
    </message>
    <message>
        <source>Drop photos or scans of covers on the intake page. Each becomes a match, a suggestion or a draft of a new record. Nothing enters the catalogue before you say so.</source>
        <translation>把封面照片或掃描檔拖到編目錄入頁面，每張會得到相符紀錄、建議或新紀錄草稿。未經您確認，不會寫入目錄。</translation>
    </message>
    <message>
        <source>Every change can be undone, also a whole import. Back up from the library menu. F1 explains the page you are on; the question mark lists all keys.</source>
        <translation>每次改動都可復原，整次匯入也不例外。備份在「館藏庫」選單中。F1 解釋目前頁面，問號鍵列出全部快速鍵。</translation>
    </message>
    <message>
        <source>Start my own library</source>
        <translation>建立自己的館藏庫</translation>
    </message>
    <message>
        <source>Import records…</source>
        <translation>匯入紀錄…</translation>
    </message>
    <message>
        <source>To the intake page</source>
        <translation>前往編目錄入</translation>
    </message>
    <message>
        <source>History</source>
        <translation>歷史</translation>
    </message>
    <message>
        <source>Open the help</source>
        <translation>開啟說明</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source> ({keys})</source>
        <comment>a command&apos;s keys behind its name</comment>
        <translation>（{keys}）</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按鍵</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>說明</translation>
    </message>
    <message>
        <source>Wenyuan 文渊</source>
        <translation>文淵</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜尋說明</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>頁面</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>頁面內容</translation>
    </message>
    <message>
        <source>No page contains all these words.</source>
        <translation>沒有頁面包含所有這些詞。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前進</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation>操作歷史</translation>
    </message>
    <message>
        <source>Every change to the catalogue is one step here and can be taken back, as long as nothing later changed the same records.</source>
        <translation>目錄的每次更動都是這裡的一步；只要之後沒有再改同一紀錄，就可以復原。</translation>
    </message>
    <message>
        <source>Undo this step</source>
        <translation>復原這一步</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修改前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修改後</translation>
    </message>
    <message>
        <source>Words in the details</source>
        <translation>說明中的文字</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Only the record shown</source>
        <translation>僅目前紀錄</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>所有操作</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>紀錄</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>內容</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>筆數</translation>
    </message>
    <message>
        <source>{what} (undone)</source>
        <translation>{what}（已復原）</translation>
    </message>
</context>
<context>
    <name>HoldingsDialog</name>
    <message>
        <source>Where copies are in MARC</source>
        <translation>MARC 中的館藏欄位</translation>
    </message>
    <message>
        <source>Subfields are tried in order, separated by commas; “d/e” joins $d and $e with a stroke. Load a built-in field, change it, and save it under the vendor&apos;s name.</source>
        <translation>子欄位以逗號分隔，依次嘗試；「d/e」表示以斜線連接 $d 和 $e。可載入內建欄位，修改後以書商名稱儲存。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Name of a vendor or library</source>
        <translation>書商或圖書館名稱</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>欄位</translation>
    </message>
    <message>
        <source>In records of</source>
        <translation>適用格式</translation>
    </message>
    <message>
        <source>any kind</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>A range such as 20295403-5408 stands for several copies</source>
        <translation>20295403-5408 這樣的區間表示多個單冊</translation>
    </message>
    <message>
        <source>Words for states</source>
        <translation>狀態用語</translation>
    </message>
    <message>
        <source>What the status subfield says, and what it means here; “7:1” is a 1 in $7 only.</source>
        <translation>狀態子欄位裡的內容及其在本館的含義；「7:1」僅指 $7 中的 1。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>HoldingsTable</name>
    <message>
        <source>Add item</source>
        <translation>加入單冊</translation>
    </message>
    <message>
        <source>Remove item</source>
        <translation>移除單冊</translation>
    </message>
    <message>
        <source>No items yet. Add one with its call number, barcode and location.</source>
        <translation>還沒有單冊。請新增單冊，填寫索書號、條碼號和館藏地。</translation>
    </message>
    <message>
        <source>No items yet. Edit the record to add call number, barcode and location.</source>
        <translation>還沒有單冊。編輯紀錄即可加入索書號、條碼號和館藏地。</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>複製一列</translation>
    </message>
</context>
<context>
    <name>ImportEntriesModel</name>
    <message>
        <source>Found by</source>
        <translation>比對依據</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序號</translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>（無題名）</translation>
    </message>
</context>
<context>
    <name>ImportWizard</name>
    <message>
        <source>The import was undone.</source>
        <translation>匯入已復原。</translation>
    </message>
    <message>
        <source>Import records</source>
        <translation>匯入紀錄</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>The import goes on; follow it among the jobs.</source>
        <translation>匯入仍在進行，可在工作中查看。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>匯入</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Go on in the background</source>
        <translation>轉入背景繼續</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Which files?</source>
        <translation>匯入哪些檔案？</translation>
    </message>
    <message>
        <source>Does it read rightly?</source>
        <translation>讀取是否正確？</translation>
    </message>
    <message>
        <source>What may the import do?</source>
        <translation>匯入可以改動什麼？</translation>
    </message>
    <message>
        <source>What would happen</source>
        <translation>將會發生什麼</translation>
    </message>
</context>
<context>
    <name>IndexSection</name>
    <message>
        <source>Comparing indexes with the catalogue…</source>
        <translation>正在核對索引與目錄…</translation>
    </message>
    <message>
        <source>Search goes on with the old index meanwhile</source>
        <translation>其間檢索繼續使用舊索引</translation>
    </message>
    <message>
        <source>Index health</source>
        <translation>索引狀況</translation>
    </message>
    <message>
        <source>The database is the truth; indexes are made from it and can always be made again.</source>
        <translation>以資料庫為準；索引由其產生，隨時可以重建。</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>資料庫</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>Self-test</source>
        <translation>自檢</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>編碼器</translation>
    </message>
    <message>
        <source>Rebuild the index</source>
        <translation>重建索引</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新檢查</translation>
    </message>
    <message>
        <source>Full text: {rows} of {records} records · generation {generation}</source>
        <translation>全文索引：{records} 筆紀錄中的 {rows} 條 · 版次 {generation}</translation>
    </message>
    <message>
        <source>built {when}</source>
        <translation>建於 {when}</translation>
    </message>
    <message>
        <source>generation {n}</source>
        <translation>版次 {n}</translation>
    </message>
    <message>
        <source>fingerprint {code}</source>
        <translation>指紋 {code}</translation>
    </message>
    <message>
        <source>file {size} MiB</source>
        <translation>檔案 {size} MiB</translation>
    </message>
    <message>
        <source>{n} removed vectors still in it</source>
        <translation>仍含 {n} 個已刪除的向量</translation>
    </message>
    <message>
        <source>{n} vectors of other encoders kept</source>
        <translation>保留其他編碼器的 {n} 個向量</translation>
    </message>
    <message>
        <source>self-test with {n} searches</source>
        <translation>以 {n} 次檢索自檢</translation>
    </message>
</context>
<context>
    <name>IntakePage</name>
    <message>
        <source>There is no image on the clipboard.</source>
        <translation>剪貼簿中沒有圖片。</translation>
    </message>
    <message>
        <source>The pasted image could not be saved. Is the disk full?</source>
        <translation>無法儲存貼上的圖片。磁碟已滿？</translation>
    </message>
</context>
<context>
    <name>InventoryDialog</name>
    <message>
        <source>(scanned before)</source>
        <translation>（已掃描過）</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已儲存：{file}</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Stocktaking</source>
        <translation>館藏清點</translation>
    </message>
    <message>
        <source>Choose a location and scan every item on its shelves. The report says what is missing and what stands in the wrong place. The catalogue is not changed.</source>
        <translation>選擇館藏地，逐冊掃描架上單冊。報告會列出缺失與錯架的單冊。目錄本身不會改動。</translation>
    </message>
    <message>
        <source>(no location)</source>
        <translation>（無館藏地）</translation>
    </message>
    <message>
        <source>Scan here</source>
        <translation>在此掃描</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>儲存清點報告…</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>重新開始</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Scanned</source>
        <translation>已掃描</translation>
    </message>
    <message>
        <source>Not seen yet</source>
        <translation>尚未見到</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>儲存清點報告</translation>
    </message>
</context>
<context>
    <name>ItemChooser</name>
    <message>
        <source>This record: {title}</source>
        <translation>本條書目紀錄：{title}</translation>
    </message>
    <message numerus="yes">
        <source>The %n record(s) in view</source>
        <translation>
            <numerusform>目前的 %n 條紀錄</numerusform>
        </translation>
    </message>
    <message>
        <source>What a search finds</source>
        <translation>檢索所得</translation>
    </message>
    <message>
        <source>A location</source>
        <translation>某一館藏地</translation>
    </message>
    <message>
        <source>A range of barcodes</source>
        <translation>一段條碼號</translation>
    </message>
    <message>
        <source>All items</source>
        <translation>全部單冊</translation>
    </message>
    <message>
        <source>New barcodes, not yet used</source>
        <translation>尚未使用的新條碼號</translation>
    </message>
    <message>
        <source>(no location)</source>
        <translation>（無館藏地）</translation>
    </message>
    <message>
        <source>Which items</source>
        <translation>選擇單冊</translation>
    </message>
    <message>
        <source>Search for</source>
        <translation>檢索詞</translation>
    </message>
    <message>
        <source>First barcode</source>
        <translation>起始條碼號</translation>
    </message>
    <message>
        <source>Last barcode</source>
        <translation>終止條碼號</translation>
    </message>
    <message>
        <source>First new barcode</source>
        <translation>第一個新條碼號</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>數量</translation>
    </message>
</context>
<context>
    <name>ItemStatesDialog</name>
    <message>
        <source>Saved.</source>
        <translation>已儲存。</translation>
    </message>
    <message>
        <source>States of items</source>
        <translation>單冊狀態</translation>
    </message>
    <message>
        <source>Beside {shipped} this library can have states of its own. They are offered in records, bulk edits and stocktaking, and imports know them by either name.</source>
        <translation>除{shipped}外，本館還可以自設狀態。自設狀態可用於書目紀錄、批次編輯和館藏清點，匯入時按中英文名稱均可辨識。</translation>
    </message>
    <message>
        <source>In Chinese</source>
        <translation>中文名稱</translation>
    </message>
    <message>
        <source>In English</source>
        <translation>英文名稱</translation>
    </message>
    <message>
        <source>Is lent</source>
        <translation>可外借</translation>
    </message>
    <message>
        <source>Stands on the shelf</source>
        <translation>在架上</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>JobControl</name>
    <message>
        <source>{job}: under way</source>
        <translation>{job}：已開始</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>檢視</translation>
    </message>
    <message>
        <source>{job}: done</source>
        <translation>{job}：已完成</translation>
    </message>
</context>
<context>
    <name>JobProgress</name>
    <message>
        <source>Stop this job; what is confirmed stays</source>
        <translation>停止此工作；已確認的內容保留</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>taken up again</source>
        <translation>已恢復執行</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在啟動…</translation>
    </message>
    <message>
        <source>Stop this job; what is confirmed stays</source>
        <translation>停止此工作；已確認的保留</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重試</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Stop this job</source>
        <translation>停止此工作</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>JobTray</name>
    <message>
        <source>Jobs</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已結束</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>關閉 (Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Imports, identification and backups show up here.</source>
        <translation>匯入、辨識、備份等工作顯示在這裡。</translation>
    </message>
</context>
<context>
    <name>LabelDialog</name>
    <message>
        <source>Print labels</source>
        <translation>列印標籤</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>標籤</translation>
    </message>
    <message>
        <source>Spine labels with call numbers</source>
        <translation>書標（索書號）</translation>
    </message>
    <message>
        <source>Barcode labels</source>
        <translation>條碼標籤</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>列印</translation>
    </message>
    <message>
        <source>For</source>
        <translation>範圍</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>紙張</translation>
    </message>
    <message>
        <source>Begin at label</source>
        <translation>起始位置</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>份數</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>條碼</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>字級</translation>
    </message>
    <message>
        <source>Line at the top</source>
        <translation>首行文字</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>欄數</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>列數</translation>
    </message>
    <message>
        <source>Sheet width</source>
        <translation>紙寬</translation>
    </message>
    <message>
        <source>Sheet height</source>
        <translation>紙高</translation>
    </message>
    <message>
        <source>Label width</source>
        <translation>標籤寬</translation>
    </message>
    <message>
        <source>Label height</source>
        <translation>標籤高</translation>
    </message>
    <message>
        <source>Left margin</source>
        <translation>左邊距</translation>
    </message>
    <message>
        <source>Top margin</source>
        <translation>上邊距</translation>
    </message>
    <message>
        <source>Gap across</source>
        <translation>橫向間距</translation>
    </message>
    <message>
        <source>Gap down</source>
        <translation>縱向間距</translation>
    </message>
    <message>
        <source>such as the library&apos;s name</source>
        <translation>例如館名</translation>
    </message>
    <message>
        <source>On a sheet of which some labels are used: the first free one.</source>
        <translation>用過一部分的標籤紙：第一個空白標籤的位置。</translation>
    </message>
    <message>
        <source>Bold</source>
        <translation>粗體</translation>
    </message>
    <message>
        <source>With the title</source>
        <translation>附題名</translation>
    </message>
    <message>
        <source>With the call number</source>
        <translation>附索書號</translation>
    </message>
    <message>
        <source>Lines to cut along</source>
        <translation>裁切線</translation>
    </message>
    <message>
        <source>Roll: every label is a page</source>
        <translation>捲筒紙：每張標籤一頁</translation>
    </message>
    <message>
        <source>Measures…</source>
        <translation>尺寸…</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 點</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> 公釐</translation>
    </message>
    <message>
        <source>Keep this layout under a name</source>
        <translation>命名並儲存此版式</translation>
    </message>
    <message>
        <source>Forget this layout</source>
        <translation>刪除此版式</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>捲筒</translation>
    </message>
    <message>
        <source>Name of the layout</source>
        <translation>版式名稱</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No items: choose for which ones labels are wanted.</source>
        <translation>沒有單冊：請選擇要列印標籤的範圍。</translation>
    </message>
    <message>
        <source>{labels}, {pages}.</source>
        <translation>{labels}，共 {pages}。</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation>
            <numerusform>%n 張標籤</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 頁</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) left out.</source>
        <translation>
            <numerusform>略去 %n 冊。</numerusform>
        </translation>
    </message>
    <message>
        <source>The bars become very narrow: take wider labels, or Code 128.</source>
        <translation>條碼線條過細：請用更寬的標籤，或改用 Code 128。</translation>
    </message>
</context>
<context>
    <name>LearnedWeights</name>
    <message>
        <source>Evidence</source>
        <translation>依據</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>內建權重</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>現行權重</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Weights of search</source>
        <translation>檢索權重</translation>
    </message>
    <message>
        <source>How the weights came about</source>
        <translation>權重沿革</translation>
    </message>
    <message>
        <source>Learn now</source>
        <translation>立即學習</translation>
    </message>
    <message>
        <source>Learn from all feedback; new weights are used only if they pass the test</source>
        <translation>從全部回饋中學習；新權重通過檢驗後才會採用</translation>
    </message>
    <message>
        <source>Back to the shipped weights</source>
        <translation>恢復內建權重</translation>
    </message>
    <message>
        <source>Nothing was learned yet. From twenty searches with feedback on, new weights are tried on searches that were kept back, and used only if they do better there.</source>
        <translation>尚未學習。有回饋的檢索達到二十次後，將以預留的檢索檢驗新權重，效果更好才會採用。</translation>
    </message>
    <message>
        <source>The order of results follows what people here said.</source>
        <translation>結果排序已按本館使用者的回饋調整。</translation>
    </message>
    <message>
        <source>The shipped weights are in use.</source>
        <translation>現用程式內建的權重。</translation>
    </message>
    <message>
        <source>Last attempt:</source>
        <translation>最近一次嘗試：</translation>
    </message>
    <message>
        <source>In use since</source>
        <translation>已採用</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>未採用</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>已恢復</translation>
    </message>
    <message>
        <source>Learning…</source>
        <translation>正在學習…</translation>
    </message>
    <message numerus="yes">
        <source>on %n search(es) kept back, agreement with what people said {before} → {after}.</source>
        <translation>
            <numerusform>在預留的 %n 次檢索上，與使用者回饋的吻合度 {before} → {after}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Start my own library</source>
        <translation>建立我自己的館藏庫</translation>
    </message>
    <message>
        <source>This is the demo library. Try 红楼梦, “ocean adventure” or shitouji, or drop a photo of a cover.</source>
        <translation>這是示範館藏庫。試試「紅樓夢」「ocean adventure」或拼音 shitouji，也可以拖入一張封面照片。</translation>
    </message>
    <message>
        <source>Import records…</source>
        <translation>匯入書目紀錄…</translation>
    </message>
    <message>
        <source>Drop cover scans</source>
        <translation>拖入封面掃描</translation>
    </message>
    <message>
        <source>Fill with the demo library</source>
        <translation>裝入示範館藏</translation>
    </message>
    <message>
        <source>There is no image on the clipboard.</source>
        <translation>剪貼簿上沒有圖片。</translation>
    </message>
    <message>
        <source>Wenyuan 文渊</source>
        <translation>文淵</translation>
    </message>
</context>
<context>
    <name>MarcPane</name>
    <message>
        <source>Make MARC record</source>
        <translation>產生 MARC 記錄</translation>
    </message>
    <message>
        <source>Then its fields can be edited here, and it is exported like this. Can be undone.</source>
        <translation>之後即可在此編輯欄位，匯出時以此為準。可以復原。</translation>
    </message>
    <message>
        <source>MARC format</source>
        <translation>MARC 格式</translation>
    </message>
    <message>
        <source>Edit MARC</source>
        <translation>編輯 MARC</translation>
    </message>
    <message>
        <source>Save MARC</source>
        <translation>儲存 MARC</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add field</source>
        <translation>新增欄位</translation>
    </message>
    <message>
        <source>Remove field</source>
        <translation>刪除欄位</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>欄號</translation>
    </message>
    <message>
        <source>Ind.</source>
        <translation>指標</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>內容</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>意義</translation>
    </message>
    <message>
        <source>Save the record first: then it can be seen here in MARC.</source>
        <translation>請先儲存記錄，之後可在此檢視 MARC 格式。</translation>
    </message>
    <message>
        <source>Laying the record out in MARC…</source>
        <translation>正在產生 MARC 檢視…</translation>
    </message>
    <message>
        <source>This record has no MARC record. It would be exported as shown here.</source>
        <translation>本筆記錄沒有 MARC 記錄。匯出時會寫成這樣。</translation>
    </message>
    <message>
        <source>As it came ({format}, {encoding}). Leader: {leader}</source>
        <translation>原始資料（{format}，{encoding}）。頭標：{leader}</translation>
    </message>
    <message>
        <source>As it came, with what was changed here since ({format}, {encoding}). Leader: {leader}</source>
        <translation>原始資料並含本館後來的修改（{format}，{encoding}）。頭標：{leader}</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Library</source>
        <translation>館藏庫(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編輯(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>檢視(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Duplicates</source>
        <translation>查重(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>尋找(&amp;F)</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟隨系統</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>設定(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>語言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>佈景主題(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>說明(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Administration</source>
        <translation>管理(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Intake</source>
        <translation>編目錄入(&amp;I)</translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>stays</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>合併結果</translation>
    </message>
    <message>
        <source>Covers</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Items, numbers and covers of the {n} records are all kept.</source>
        <translation>{n} 筆紀錄的館藏、號碼和封面全部保留。</translation>
    </message>
    <message>
        <source>Merge records</source>
        <translation>合併紀錄</translation>
    </message>
    <message>
        <source>Click a value to take it, or move with the arrow keys and press Enter. U takes the values of all records, K or a click on a column&apos;s head decides which record stays with its number and MARC source.</source>
        <translation>點按某個值即採用，也可用方向鍵移動後按 Enter。按 U 採用所有紀錄的值；按 K 或點按欄標題，決定哪筆紀錄連同其號碼和 MARC 來源資料保留。</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合併</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Meaning of texts</source>
        <translation>文字含義</translation>
    </message>
    <message>
        <source>Look of covers</source>
        <translation>封面外觀</translation>
    </message>
    <message>
        <source>Reading covers</source>
        <translation>辨讀封面</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候選</translation>
    </message>
    <message>
        <source>Not in use</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Came with the program</source>
        <translation>隨程式提供</translation>
    </message>
    <message>
        <source>Trained here</source>
        <translation>在本館訓練</translation>
    </message>
    <message>
        <source>Installed from a file</source>
        <translation>從檔案安裝</translation>
    </message>
    <message>
        <source>In a folder outside the library</source>
        <translation>位於館藏庫之外的資料夾</translation>
    </message>
    <message>
        <source>{name} (untuned)</source>
        <translation>{name}（未調校）</translation>
    </message>
    <message>
        <source>Promoted after the comparison</source>
        <translation>經比較啟用</translation>
    </message>
    <message>
        <source>Put into use against the advice</source>
        <translation>不依建議啟用</translation>
    </message>
    <message>
        <source>Put into use by hand</source>
        <translation>手動啟用</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>已回復</translation>
    </message>
    <message>
        <source>Cover and record</source>
        <translation>封面與紀錄</translation>
    </message>
    <message>
        <source>Chinese and English</source>
        <translation>中英文對照</translation>
    </message>
    <message>
        <source>Search and record found</source>
        <translation>檢索與所得紀錄</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Chinese asks, English answers</source>
        <translation>中文問，英文答</translation>
    </message>
    <message>
        <source>English asks, Chinese answers</source>
        <translation>英文問，中文答</translation>
    </message>
    <message>
        <source>Chinese asks, Chinese answers</source>
        <translation>中文問，中文答</translation>
    </message>
    <message>
        <source>English asks, English answers</source>
        <translation>英文問，英文答</translation>
    </message>
    <message>
        <source>Picture of a cover</source>
        <translation>封面影像</translation>
    </message>
    <message>
        <source>Words read on a cover</source>
        <translation>封面辨讀文字</translation>
    </message>
    <message>
        <source>Words and picture together</source>
        <translation>文字加影像</translation>
    </message>
    <message>
        <source>Rare words</source>
        <translation>罕見詞</translation>
    </message>
    <message>
        <source>Blurred, misread, mistyped</source>
        <translation>模糊、誤辨、誤輸</translation>
    </message>
    <message>
        <source>Found early (RR)</source>
        <translation>排位靠前（RR）</translation>
    </message>
    <message>
        <source>First (hit@1)</source>
        <translation>首位命中（hit@1）</translation>
    </message>
    <message>
        <source>Among ten (hit@10)</source>
        <translation>前十命中（hit@10）</translation>
    </message>
    <message>
        <source>Order of ten (nDCG@10)</source>
        <translation>前十排序（nDCG@10）</translation>
    </message>
    <message>
        <source>Mean of 1 / rank of the right record: 1 = always first, 0.5 = second, 0.1 = tenth.</source>
        <translation>正確紀錄名次倒數的平均值：1 = 總在首位，0.5 = 第二位，0.1 = 第十位。</translation>
    </message>
    <message>
        <source>Share of questions whose first answer is right.</source>
        <translation>首個答案正確的題目所占比例。</translation>
    </message>
    <message>
        <source>Share of questions with a right answer among the first ten.</source>
        <translation>前十個答案中含正確答案的題目所占比例。</translation>
    </message>
    <message>
        <source>How well the first ten are ordered: 1 = all that is right stands on top.</source>
        <translation>前十個答案的排序品質：1 = 正確者全部居前。</translation>
    </message>
    <message>
        <source>Wenyuan&apos;s search</source>
        <translation>文淵檢索</translation>
    </message>
    <message>
        <source>Words alone (BM25)</source>
        <translation>僅詞語（BM25）</translation>
    </message>
    <message>
        <source>Meaning alone</source>
        <translation>僅語義</translation>
    </message>
    <message>
        <source>Pictures alone</source>
        <translation>僅影像</translation>
    </message>
    <message>
        <source>CLIP with scene text</source>
        <translation>CLIP 加場景文字</translation>
    </message>
    <message>
        <source>Unified model</source>
        <translation>統一模型</translation>
    </message>
    <message>
        <source>Photo of a cover</source>
        <translation>封面照片</translation>
    </message>
    <message>
        <source>Title with typing errors</source>
        <translation>有輸入錯誤的題名</translation>
    </message>
    <message>
        <source>Title in the other language</source>
        <translation>另一語言的題名</translation>
    </message>
    <message>
        <source>Picture to words on covers</source>
        <translation>影像找封面文字</translation>
    </message>
    <message>
        <source>Words on a cover to record</source>
        <translation>封面文字找紀錄</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>原樣</translation>
    </message>
    <message>
        <source>Rare words only</source>
        <translation>僅罕見詞</translation>
    </message>
    <message>
        <source>Gentle: only what was added (frozen)</source>
        <translation>輕度：只訓練新增部分（frozen）</translation>
    </message>
    <message>
        <source>Medium: small changes within (LoRA)</source>
        <translation>中度：內部小幅調整（LoRA）</translation>
    </message>
    <message>
        <source>Thorough: everything (full)</source>
        <translation>深度：全部訓練（full）</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暫停</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已損壞</translation>
    </message>
    <message>
        <source>all rounds done</source>
        <translation>已完成全部輪次</translation>
    </message>
    <message>
        <source>nothing more was gained</source>
        <translation>不再有改善</translation>
    </message>
    <message>
        <source>the time was up</source>
        <translation>時限已到</translation>
    </message>
    <message>
        <source>The candidate is better and nowhere worse: over {n} test questions, {now} becomes {then}. It can be put into use.</source>
        <translation>候選編碼器更好，且無一處變差：在 {n} 道測試題上由 {now} 升至 {then}。可以啟用。</translation>
    </message>
    <message>
        <source>The untuned encoder beats the one in use, the candidate does not. Go back to the untuned one.</source>
        <translation>未調校的編碼器優於使用中的編碼器，而候選並未勝出。請換回未調校的編碼器。</translation>
    </message>
    <message>
        <source>Keep the encoder in use: the candidate may be worse at: {slices} ({now} → {then} over all).</source>
        <translation>建議保留使用中的編碼器：候選在以下方面可能變差：{slices}（合計 {now} → {then}）。</translation>
    </message>
    <message>
        <source>Keep the encoder in use: the candidate is not proven better over {n} test questions ({now} → {then}).</source>
        <translation>建議保留使用中的編碼器：在 {n} 道測試題上未能證實候選更好（{now} → {then}）。</translation>
    </message>
    <message>
        <source>may be worse</source>
        <translation>可能變差</translation>
    </message>
    <message>
        <source>too few works</source>
        <translation>作品太少</translation>
    </message>
    <message>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>a little worse</source>
        <translation>略差</translation>
    </message>
    <message>
        <source>Cover words and record</source>
        <translation>封面文字與紀錄</translation>
    </message>
    <message>
        <source>hardly better</source>
        <translation>改善甚微</translation>
    </message>
    <message>
        <source>about equal</source>
        <translation>基本相同</translation>
    </message>
    <message>
        <source>Cover of {title}</source>
        <translation>《{title}》封面</translation>
    </message>
</context>
<context>
    <name>ModelsSection</name>
    <message>
        <source>Written to {file}</source>
        <translation>已寫入 {file}</translation>
    </message>
    <message>
        <source>Encoders</source>
        <translation>編碼器</translation>
    </message>
    <message>
        <source>Encoders turn texts and pictures into what search compares. Switching runs in the background: search goes on with the encoder in use until everything is ready for the other.</source>
        <translation>編碼器把文字和影像轉換為可供檢索比較的形式。切換在背景進行：在新編碼器準備就緒之前，檢索繼續使用現有編碼器。</translation>
    </message>
    <message>
        <source>Install from a file…</source>
        <translation>從檔案安裝…</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>從資料夾…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>啟用</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比較…</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>驗證</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>匯出…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>刪除…</translation>
    </message>
    <message>
        <source>History of switches</source>
        <translation>切換歷史</translation>
    </message>
    <message>
        <source>The encoder was never switched in this library.</source>
        <translation>本館藏庫從未切換過編碼器。</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回復</translation>
    </message>
    <message>
        <source>Go back to the encoder that was in use before; its vectors are kept</source>
        <translation>換回之前使用的編碼器；其向量仍然保留</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有檔案</translation>
    </message>
    <message>
        <source>Install an encoder</source>
        <translation>安裝編碼器</translation>
    </message>
    <message>
        <source>Export an encoder</source>
        <translation>匯出編碼器</translation>
    </message>
    <message>
        <source>Delete {name}?</source>
        <translation>刪除「{name}」？</translation>
    </message>
    <message>
        <source>Its files and its vectors are removed; this cannot be undone. The history keeps its name.</source>
        <translation>其檔案和向量將被刪除，且無法復原。歷史中仍保留其名稱。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>{name} is intact.</source>
        <translation>「{name}」完好無損。</translation>
    </message>
    <message>
        <source>The encoder was deleted.</source>
        <translation>編碼器已刪除。</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>編碼器</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>維數</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>向量數</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>授權條款</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作者</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>In use since</source>
        <translation>自此啟用</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Files missing</source>
        <translation>檔案缺失</translation>
    </message>
    <message>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>建議保留</translation>
    </message>
    <message>
        <source>untuned is better</source>
        <translation>未調校者更好</translation>
    </message>
    <message>
        <source>known here since {when}</source>
        <translation>自 {when} 起收錄</translation>
    </message>
    <message>
        <source>fingerprint {code}</source>
        <translation>指紋 {code}</translation>
    </message>
</context>
<context>
    <name>NamesDialog</name>
    <message>
        <source>preferred</source>
        <translation>首選</translation>
    </message>
    <message>
        <source>Kind of form</source>
        <translation>形式類型</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n 筆紀錄</numerusform>
        </translation>
    </message>
    <message>
        <source>Type or choose a name to see its other forms.</source>
        <translation>請輸入或選擇一個名稱，檢視其他形式。</translation>
    </message>
    <message>
        <source>Forms of a name</source>
        <translation>名稱的各種形式</translation>
    </message>
    <message>
        <source>Linked forms are one person or body: a search for any of them finds the records of all.</source>
        <translation>相互關聯的形式代表同一人或機構：檢索其中任何一個，都能找到全部紀錄。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名稱</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>類型</translation>
    </message>
    <message>
        <source>This name is not linked with another form yet.</source>
        <translation>此名稱尚未與其他形式關聯。</translation>
    </message>
    <message>
        <source>Prefer this form</source>
        <translation>設為首選形式</translation>
    </message>
    <message>
        <source>Unlink</source>
        <translation>解除關聯</translation>
    </message>
    <message>
        <source>May be the same</source>
        <translation>可能是同一人</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>關聯</translation>
    </message>
    <message>
        <source>Another form of the name</source>
        <translation>名稱的另一種形式</translation>
    </message>
    <message>
        <source>Add form</source>
        <translation>新增形式</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>OcrLinesModel</name>
    <message>
        <source>Read with {confidence} confidence</source>
        <translation>辨識信賴度 {confidence}</translation>
    </message>
    <message>
        <source>(no text)</source>
        <translation>（無文字）</translation>
    </message>
    <message>
        <source>{text}   ✎ read as “{reading}”</source>
        <translation>{text}   ✎ 辨識為「{reading}」</translation>
    </message>
</context>
<context>
    <name>OcrPane</name>
    <message>
        <source>Text on the cover</source>
        <translation>封面文字</translation>
    </message>
    <message>
        <source>Nothing was read on this cover.</source>
        <translation>此封面未辨識出文字。</translation>
    </message>
    <message>
        <source>In reading order; the box of the chosen line is marked on the cover. Press F2 or double-click to correct a line. What was read is kept beside your correction.</source>
        <translation>按閱讀順序排列；所選行在封面上以方框標出。按 F2 或點兩下可更正該行，原辨識結果會與更正一併保留。</translation>
    </message>
    <message>
        <source>In reading order. Choose a line to see where it stands; click a box to find its line.</source>
        <translation>按閱讀順序排列。選擇一行可查看其位置，點按方框可找到對應的行。</translation>
    </message>
</context>
<context>
    <name>OutputDialog</name>
    <message>
        <source>Save as PDF…</source>
        <translation>另存為 PDF…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>列印…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已儲存：{file}</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>另存為 PDF</translation>
    </message>
    <message>
        <source>PDF files</source>
        <translation>PDF 檔案</translation>
    </message>
    <message>
        <source>No printer is set up on this computer. Save as PDF instead, and print that.</source>
        <translation>本機未設定印表機。請另存為 PDF 後再列印。</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>已送往印表機。</translation>
    </message>
    <message>
        <source>The printer did not accept the pages. Look at it, or save as PDF.</source>
        <translation>印表機未接受列印工作。請檢查印表機，或另存為 PDF。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選擇…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What was written otherwise</source>
        <translation>寫出時有所改動的內容</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進度</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在寫入…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在資料夾中顯示</translation>
    </message>
    <message>
        <source>Stopped; no file was written.</source>
        <translation>已停止，未寫出檔案。</translation>
    </message>
</context>
<context>
    <name>OutputForm</name>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>編碼</translation>
    </message>
    <message>
        <source>Kind of MARC</source>
        <translation>MARC 型別</translation>
    </message>
    <message>
        <source>Rules of CNMARC</source>
        <translation>CNMARC 著錄規則</translation>
    </message>
    <message>
        <source>Copies go into</source>
        <translation>館藏寫入</translation>
    </message>
    <message>
        <source>A character the encoding lacks</source>
        <translation>編碼中沒有的字元</translation>
    </message>
    <message>
        <source>as the source, else UTF-8</source>
        <translation>同來源，無來源時用 UTF-8</translation>
    </message>
    <message>
        <source>as the source, else MARC 21</source>
        <translation>同來源，無來源時用 MARC 21</translation>
    </message>
    <message>
        <source>as the source</source>
        <translation>同來源</translation>
    </message>
    <message>
        <source>CALIS</source>
        <translation>CALIS</translation>
    </message>
    <message>
        <source>National Library (NLC)</source>
        <translation>國家圖書館（NLC）</translation>
    </message>
    <message>
        <source>the usual field (852 or 905)</source>
        <translation>通用欄位（852 或 905）</translation>
    </message>
    <message>
        <source>stops the export: no file</source>
        <translation>中止匯出，不產生檔案</translation>
    </message>
    <message>
        <source>is written as &amp;#x…; and listed</source>
        <translation>寫作 &amp;#x…; 並列出</translation>
    </message>
    <message>
        <source>Add a field by which a later import notices damage on the way</source>
        <translation>新增檢查欄位，以便再次匯入時發現傳輸中的損壞</translation>
    </message>
</context>
<context>
    <name>OutputWords</name>
    <message numerus="yes">
        <source>%n record(s) written to {file}.</source>
        <translation>
            <numerusform>已將 %n 筆紀錄寫入 {file}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s) below.</source>
        <translation>
            <numerusform>%n 條說明見下。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewSection</name>
    <message>
        <source>This library</source>
        <translation>本館藏庫</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>資料夾</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>書目紀錄</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Covers</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>單冊</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Size on disk</source>
        <translation>占用空間</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>計算裝置</translation>
    </message>
</context>
<context>
    <name>PagePreview</name>
    <message>
        <source>Previous page</source>
        <translation>上一頁</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一頁</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Show the whole page</source>
        <translation>顯示整頁</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>預覽</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 頁，共 {pages} 頁</translation>
    </message>
</context>
<context>
    <name>PairView</name>
    <message numerus="yes">
        <source>%n cop(y/ies)</source>
        <translation>
            <numerusform>%n 冊</numerusform>
        </translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>the same scan</source>
        <translation>同一掃描檔</translation>
    </message>
    <message>
        <source>the same ISBN</source>
        <translation>ISBN 相同</translation>
    </message>
    <message>
        <source>different ISBNs</source>
        <translation>ISBN 不同</translation>
    </message>
    <message>
        <source>the same title</source>
        <translation>題名相同</translation>
    </message>
    <message>
        <source>different titles</source>
        <translation>題名不同</translation>
    </message>
    <message>
        <source>the same author</source>
        <translation>責任者相同</translation>
    </message>
    <message>
        <source>different authors</source>
        <translation>責任者不同</translation>
    </message>
    <message>
        <source>the same year</source>
        <translation>年份相同</translation>
    </message>
    <message>
        <source>different years</source>
        <translation>年份不同</translation>
    </message>
    <message>
        <source>the same edition statement</source>
        <translation>版本項相同</translation>
    </message>
    <message>
        <source>different edition statements</source>
        <translation>版本項不同</translation>
    </message>
    <message>
        <source>the same publisher</source>
        <translation>出版者相同</translation>
    </message>
    <message>
        <source>different publishers</source>
        <translation>出版者不同</translation>
    </message>
    <message>
        <source>different languages</source>
        <translation>語言不同</translation>
    </message>
    <message>
        <source>the same volume</source>
        <translation>卷次相同</translation>
    </message>
    <message>
        <source>different volumes</source>
        <translation>卷次不同</translation>
    </message>
    <message>
        <source>covers of one design</source>
        <translation>封面設計相同</translation>
    </message>
    <message>
        <source>different covers</source>
        <translation>封面不同</translation>
    </message>
</context>
<context>
    <name>PeopleSection</name>
    <message>
        <source>People and roles</source>
        <translation>人員與角色</translation>
    </message>
    <message>
        <source>For one person alone roles stay off. Where several work, each gets a name, a role and a password.</source>
        <translation>只有一人使用時不必啟用角色；多人使用時，每人有姓名、角色和密碼。</translation>
    </message>
    <message>
        <source>Turn roles on…</source>
        <translation>啟用角色…</translation>
    </message>
    <message>
        <source>Add somebody…</source>
        <translation>新增人員…</translation>
    </message>
    <message>
        <source>Change my password…</source>
        <translation>更改我的密碼…</translation>
    </message>
    <message>
        <source>Turn roles off…</source>
        <translation>停用角色…</translation>
    </message>
    <message>
        <source>New password…</source>
        <translation>新密碼…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Last sign-in</source>
        <translation>上次登入</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>建立於</translation>
    </message>
    <message>
        <source>Viewer: searches, looks, exports.
Cataloguer: also catalogues, imports, takes in scans, backs up, undoes.
Administrator: also restores, repairs, trains, switches encoders, changes settings and accounts.</source>
        <translation>讀者：檢索、瀏覽、匯出。
編目員：另可編目、匯入、錄入掃描、備份、復原。
管理員：另可還原、修復、訓練、切換編碼器、更改設定與帳戶。</translation>
    </message>
    <message>
        <source>This guards against mistakes and curious readers. It does not protect against somebody who can open the library&apos;s files. A forgotten password: “wenyuan people reset NAME” on this computer.</source>
        <translation>此功能用於防止誤操作和好奇的讀者，不能防範能夠開啟館藏庫檔案的人。忘記密碼時，可在本機執行「wenyuan people reset 姓名」。</translation>
    </message>
    <message>
        <source>Roles are on. You are {name} ({role}).</source>
        <translation>角色已啟用。您是 {name}（{role}）。</translation>
    </message>
    <message>
        <source>Roles are off: whoever opens this library may do everything.</source>
        <translation>角色未啟用：開啟本館藏庫的人可進行一切操作。</translation>
    </message>
    <message>
        <source>Roles are on from now on. You are signed in as {name}.</source>
        <translation>角色已啟用。您已以 {name} 的身分登入。</translation>
    </message>
    <message>
        <source>{name} can sign in now.</source>
        <translation>{name} 現在可以登入。</translation>
    </message>
    <message>
        <source>{name} has a new password.</source>
        <translation>{name} 的密碼已更新。</translation>
    </message>
    <message>
        <source>Your password is changed.</source>
        <translation>您的密碼已更改。</translation>
    </message>
    <message>
        <source>Remove this account?</source>
        <translation>移除此帳戶？</translation>
    </message>
    <message>
        <source>{name} cannot sign in any more. What {name} did stays in history and audit log.</source>
        <translation>{name} 將不能再登入。{name} 做過的事保留在歷史和稽核日誌中。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Turn roles off?</source>
        <translation>停用角色？</translation>
    </message>
    <message>
        <source>Whoever opens this library may then do everything again. The accounts are kept.</source>
        <translation>此後開啟本館藏庫的人又可進行一切操作。帳戶會保留。</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Roles are off.</source>
        <translation>角色已停用。</translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Old password</source>
        <translation>舊密碼</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密碼</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密碼</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再次輸入</translation>
    </message>
    <message>
        <source>The first administrator</source>
        <translation>第一位管理員</translation>
    </message>
    <message>
        <source>A new account</source>
        <translation>新帳戶</translation>
    </message>
    <message>
        <source>A new password for {name}</source>
        <translation>{name} 的新密碼</translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation>更改我的密碼</translation>
    </message>
    <message>
        <source>Turn roles on</source>
        <translation>啟用角色</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>兩次輸入的密碼不同。</translation>
    </message>
</context>
<context>
    <name>ProfileBar</name>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Keep what is set here under the name that stands in the box</source>
        <translation>以框中的名稱儲存此處的設定</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>Forget the profile with this name</source>
        <translation>刪除此名稱的方案</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Identifying</source>
        <translation>正在辨識</translation>
    </message>
    <message>
        <source>Waiting to identify</source>
        <translation>等待辨識</translation>
    </message>
    <message>
        <source>Stop; what is finished stays</source>
        <translation>停止；已完成的保留</translation>
    </message>
</context>
<context>
    <name>QueryBar</name>
    <message>
        <source>Title, author, subject, ISBN, pinyin… or drop a cover here</source>
        <translation>題名、作者、主題、ISBN、拼音…… 或拖入封面</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>檢索</translation>
    </message>
    <message>
        <source>“a phrase”   -without   author:鲁迅   year:1990..2000   language:chi</source>
        <translation>「片語」   -排除   作者:魯迅   年:1990..2000   語言:chi</translation>
    </message>
    <message>
        <source>Clear (Esc)</source>
        <translation>清除 (Esc)</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Search without the image</source>
        <translation>移除圖片</translation>
    </message>
</context>
<context>
    <name>QueueColumn</name>
    <message>
        <source>Reviewed too</source>
        <translation>含已審核</translation>
    </message>
    <message>
        <source>Scans to review</source>
        <translation>待審核掃描</translation>
    </message>
    <message>
        <source>Outcomes shown</source>
        <translation>顯示的結果</translation>
    </message>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>%n 張待審核</numerusform>
        </translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>佇列</translation>
    </message>
    <message>
        <source>All outcomes</source>
        <translation>全部結果</translation>
    </message>
</context>
<context>
    <name>ReadingStep</name>
    <message>
        <source>Reading</source>
        <translation>讀取</translation>
    </message>
    <message>
        <source>Columns as of</source>
        <translation>欄對應方案</translation>
    </message>
    <message>
        <source>Name of a vendor or library</source>
        <translation>書商或圖書館名稱</translation>
    </message>
    <message>
        <source>Copies are in</source>
        <translation>館藏欄位</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>編輯…</translation>
    </message>
    <message>
        <source>Fields and subfields in which copies are kept, by vendor</source>
        <translation>各書商存放館藏資訊的欄位和子欄位</translation>
    </message>
    <message>
        <source>Encoding: found automatically</source>
        <translation>編碼：自動辨識</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>編碼</translation>
    </message>
    <message>
        <source>File shown</source>
        <translation>目前顯示的檔案</translation>
    </message>
    <message>
        <source>None of the first records can be read. Try another encoding, or look at the file.</source>
        <translation>前幾筆紀錄均無法讀取。請換一種編碼，或檢查檔案。</translation>
    </message>
    <message>
        <source>One column must be the title.</source>
        <translation>必須有一欄為題名。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在讀取…</translation>
    </message>
    <message>
        <source>Say what each column is. All the tables of one import must have these columns.</source>
        <translation>請指明各欄的含義。同一次匯入的所有表格須有這些欄。</translation>
    </message>
    <message>
        <source>Say what each column is, and keep that under a name for the next file of this kind.</source>
        <translation>請指明各欄的含義，並可命名儲存，供下次同類檔案使用。</translation>
    </message>
    <message>
        <source>Choose the encoding in which the titles read well. Below, the first records as they would be.</source>
        <translation>請選擇題名顯示正確的編碼。下方為前幾筆紀錄匯入後的樣子。</translation>
    </message>
    <message>
        <source>The first records as they would be.</source>
        <translation>前幾筆紀錄匯入後的樣子。</translation>
    </message>
    <message>
        <source>the usual fields (905, 852, 985…)</source>
        <translation>通用欄位（905、852、985…）</translation>
    </message>
</context>
<context>
    <name>RecordChooser</name>
    <message>
        <source>Attach to another record</source>
        <translation>附加到其他紀錄</translation>
    </message>
    <message>
        <source>Title, author, ISBN or pinyin; ↑ and ↓ choose, Enter attaches.</source>
        <translation>題名、責任者、ISBN 或拼音；↑ ↓ 選擇，Enter 附加。</translation>
    </message>
    <message>
        <source>Search for a record</source>
        <translation>檢索紀錄</translation>
    </message>
    <message>
        <source>Records found</source>
        <translation>檢索到的紀錄</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附加</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>沒有找到。</translation>
    </message>
</context>
<context>
    <name>RecordControl</name>
    <message>
        <source>Select at least two records in the results first (Ctrl+click or Shift+↓).</source>
        <translation>請先在檢索結果中選擇至少兩筆紀錄（Ctrl+點按或 Shift+↓）。</translation>
    </message>
    <message>
        <source>{n} records are selected. Select those of one edition: {most} at most are merged at once.</source>
        <translation>已選取 {n} 筆紀錄。請只選同一版本的紀錄：一次最多合併 {most} 筆。</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) were merged.</source>
        <translation>
            <numerusform>已合併 %n 筆紀錄。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordCovers</name>
    <message>
        <source>Reading {file}…</source>
        <translation>正在讀取 {file}…</translation>
    </message>
    <message>
        <source>Add a cover</source>
        <translation>新增封面</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>影像</translation>
    </message>
    <message>
        <source>Turning the cover and reading it anew…</source>
        <translation>正在旋轉封面並重新辨識…</translation>
    </message>
    <message>
        <source>Reading the cover again…</source>
        <translation>正在重新辨識封面…</translation>
    </message>
</context>
<context>
    <name>RecordForm</name>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>A record needs a title.</source>
        <translation>紀錄必須有題名。</translation>
    </message>
    <message>
        <source>Correct what is marked in red first.</source>
        <translation>請先更正標紅的內容。</translation>
    </message>
</context>
<context>
    <name>RecordHistory</name>
    <message>
        <source>This change was taken back.</source>
        <translation>已收回這項修改。</translation>
    </message>
    <message>
        <source>The record was restored.</source>
        <translation>紀錄已恢復。</translation>
    </message>
    <message>
        <source>{what} (undone)</source>
        <translation>{what}（已復原）</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修改前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修改後</translation>
    </message>
    <message>
        <source>History</source>
        <translation>歷史</translation>
    </message>
    <message>
        <source>Nothing was changed in this record yet.</source>
        <translation>該紀錄還沒有修改歷史。</translation>
    </message>
    <message>
        <source>Take back this change</source>
        <translation>收回這項修改</translation>
    </message>
    <message>
        <source>Restore this state</source>
        <translation>恢復到此狀態</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>Saved “{title}”.</source>
        <translation>已儲存《{title}》。</translation>
    </message>
    <message>
        <source>Delete “{title}” with its items and covers?</source>
        <translation>刪除《{title}》及其單冊和封面？</translation>
    </message>
    <message>
        <source>You can undo this from the Edit menu.</source>
        <translation>可以從「編輯」選單復原。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編輯</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Confirm draft</source>
        <translation>確認草稿</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>書目描述</translation>
    </message>
    <message>
        <source>Holdings</source>
        <translation>館藏</translation>
    </message>
    <message>
        <source>Text on the cover</source>
        <translation>封面文字</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>新紀錄</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未儲存的修改</translation>
    </message>
    <message>
        <source>This record has changes that are not saved.</source>
        <translation>此紀錄有尚未儲存的修改。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>捨棄</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>繼續編輯</translation>
    </message>
    <message>
        <source>History</source>
        <translation>歷史</translation>
    </message>
</context>
<context>
    <name>Remarks</name>
    <message>
        <source>Enter {value}</source>
        <translation>填入 {value}</translation>
    </message>
</context>
<context>
    <name>ReportStep</name>
    <message>
        <source>Import</source>
        <translation>匯入</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Save the rejected…</source>
        <translation>儲存被拒紀錄…</translation>
    </message>
    <message>
        <source>Save the duplicates…</source>
        <translation>儲存重複紀錄…</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>儲存報告…</translation>
    </message>
    <message>
        <source>A file with the rejected records as they came, to be mended and imported again</source>
        <translation>將被拒紀錄按原樣存為檔案，改正後可再次匯入</translation>
    </message>
    <message>
        <source>Undo this import</source>
        <translation>復原此次匯入</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在資料夾中顯示</translation>
    </message>
    <message>
        <source>The first records</source>
        <translation>前幾筆紀錄</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進度</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stopped after {n} record(s). What was stored is whole, in batches; you can keep it, undo it in one step, or import the same files again: it goes on where it stopped.</source>
        <translation>已在 {n} 筆紀錄後停止。已存入的部分按批完整保留；可以保留、一步復原，或再次匯入相同檔案，從停止處繼續。</translation>
    </message>
    <message>
        <source>The import was undone</source>
        <translation>匯入已復原</translation>
    </message>
    <message>
        <source>The import could not be started</source>
        <translation>匯入未能開始</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在匯入…</translation>
    </message>
    <message>
        <source>The import is done</source>
        <translation>匯入完成</translation>
    </message>
    <message>
        <source>The import was stopped</source>
        <translation>匯入已停止</translation>
    </message>
    <message>
        <source>The import failed</source>
        <translation>匯入失敗</translation>
    </message>
    <message>
        <source>Record {position}</source>
        <translation>紀錄 {position}</translation>
    </message>
    <message>
        <source>Saved {files}.</source>
        <translation>已儲存 {files}。</translation>
    </message>
</context>
<context>
    <name>ReportTable</name>
    <message>
        <source>Drawn</source>
        <translation>圖示</translation>
    </message>
    <message>
        <source>Measure that is drawn</source>
        <translation>圖示指標</translation>
    </message>
    <message>
        <source>Dot: mean over the questions. Bar: where it lies with 95 % certainty. {tip}</source>
        <translation>圓點：各題平均值；橫條：95% 信賴區間。{tip}</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>題目</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系統</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>題數</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>結果</translation>
    </message>
</context>
<context>
    <name>ResultPreview</name>
    <message>
        <source>Why it is here</source>
        <translation>為何相符</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>開啟紀錄</translation>
    </message>
    <message>
        <source>Open record (Enter)</source>
        <translation>開啟紀錄 (Enter)</translation>
    </message>
    <message>
        <source>Selected record</source>
        <translation>所選紀錄</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n 冊</numerusform>
        </translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>更多類似</translation>
    </message>
</context>
<context>
    <name>ResultStatus</name>
    <message>
        <source>Best first</source>
        <translation>最相關在前</translation>
    </message>
    <message>
        <source>By title</source>
        <translation>依題名</translation>
    </message>
    <message>
        <source>By title, backwards</source>
        <translation>依題名倒序</translation>
    </message>
    <message>
        <source>By author</source>
        <translation>依作者</translation>
    </message>
    <message>
        <source>By author, backwards</source>
        <translation>依作者倒序</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>出版年由遠至近</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>出版年由近至遠</translation>
    </message>
    <message>
        <source>Latest added first</source>
        <translation>最近入藏在前</translation>
    </message>
    <message>
        <source>First added first</source>
        <translation>最早入藏在前</translation>
    </message>
    <message>
        <source>By call number</source>
        <translation>依索書號</translation>
    </message>
    <message>
        <source>By call number, backwards</source>
        <translation>依索書號倒序</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>Probability</source>
        <translation>可能性</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Results as covers</source>
        <translation>檢索結果（封面）</translation>
    </message>
    <message>
        <source>Results as a table</source>
        <translation>檢索結果（表格）</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>Skip</source>
        <translation>略過</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Back to the comparison</source>
        <translation>返回對照</translation>
    </message>
    <message>
        <source>Attach to the record instead</source>
        <translation>改為歸入既有紀錄</translation>
    </message>
    <message>
        <source>Create the record</source>
        <translation>新增紀錄</translation>
    </message>
    <message>
        <source>Create the record (Ctrl+Enter)</source>
        <translation>新增紀錄 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Create record</source>
        <translation>新增紀錄</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他紀錄…</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新書</translation>
    </message>
</context>
<context>
    <name>ReviewPane</name>
    <message>
        <source>Correct the record</source>
        <translation>更正紀錄</translation>
    </message>
    <message>
        <source>Choose a scan on the left</source>
        <translation>請在左側選擇一張掃描圖</translation>
    </message>
    <message>
        <source>A accepts, C corrects, S skips, U undoes, J and K move.</source>
        <translation>A 接受，C 更正，S 略過，U 復原，J、K 上下移動。</translation>
    </message>
    <message>
        <source>No scan has this outcome</source>
        <translation>沒有此類結果的掃描檔</translation>
    </message>
    <message>
        <source>Choose another one above the list.</source>
        <translation>請在清單上方選擇其他結果。</translation>
    </message>
    <message>
        <source>Nothing waits for review</source>
        <translation>沒有待審核的掃描</translation>
    </message>
    <message>
        <source>Drop photos or scans of covers: each is compared with the library, and you decide what it is.</source>
        <translation>拖入封面照片或掃描檔：逐張與館藏比對，由您決定歸屬。</translation>
    </message>
    <message>
        <source>Choose scans…</source>
        <translation>選擇掃描檔…</translation>
    </message>
</context>
<context>
    <name>RulesStep</name>
    <message>
        <source>Rules</source>
        <translation>規則</translation>
    </message>
    <message>
        <source>What counts as the same record</source>
        <translation>如何判定為同一紀錄</translation>
    </message>
    <message>
        <source>By these rules, the first that is certain:</source>
        <translation>按以下規則，以首個可確定者為準：</translation>
    </message>
    <message>
        <source>Records that are, or may be, there already</source>
        <translation>已有或可能已有的紀錄</translation>
    </message>
    <message>
        <source>Keep possible duplicates out, in a file of their own</source>
        <translation>疑似重複的不匯入，另存檔案</translation>
    </message>
    <message>
        <source>As usual: by own number, else by likeness</source>
        <translation>預設：先按控制號，沒有時按相似度</translation>
    </message>
    <message>
        <source>Update the certain, import the possible as new</source>
        <translation>確定的予以更新，僅疑似的作為新紀錄匯入</translation>
    </message>
    <message>
        <source>Import only what is not there; the rest to that file</source>
        <translation>只匯入館藏中沒有的，其餘另存檔案</translation>
    </message>
    <message>
        <source>Ask when a title would become a different one</source>
        <translation>題名將變為不同題名時詢問</translation>
    </message>
    <message>
        <source>Nothing is written before you have seen the dry run, and all of it is one undo step.</source>
        <translation>查看試執行結果之前不會寫入任何內容；整個匯入可一步復原。</translation>
    </message>
    <message>
        <source>What a record of the file may change</source>
        <translation>檔案中的紀錄可以改動什麼</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>覆蓋方案</translation>
    </message>
    <message>
        <source>Name for this policy</source>
        <translation>方案名稱</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Pause</source>
        <translation>暫停</translation>
    </message>
    <message>
        <source>Save its state and stop; it goes on later to the same result</source>
        <translation>儲存狀態並停止；以後繼續，結果相同</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>繼續</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>捨棄</translation>
    </message>
    <message>
        <source>Stop and delete this training</source>
        <translation>停止並刪除此次訓練</translation>
    </message>
    <message>
        <source>Compare with the one in use</source>
        <translation>與使用中的編碼器比較</translation>
    </message>
    <message>
        <source>Waits until the job before it is done. Search goes on meanwhile.</source>
        <translation>等待前一工作完成。其間檢索照常。</translation>
    </message>
    <message>
        <source>search goes on meanwhile</source>
        <translation>檢索照常進行</translation>
    </message>
    <message>
        <source>Paused after {done} of {total} steps. It goes on to the same result.</source>
        <translation>已暫停，完成 {done} / {total} 步。繼續後結果相同。</translation>
    </message>
    <message>
        <source>This training cannot be read any more. Discard it and start a new one.</source>
        <translation>此次訓練已無法讀取。請捨棄並重新開始。</translation>
    </message>
    <message>
        <source>Steps: {steps}, time: {time}; {why}.</source>
        <translation>步數：{steps}，用時：{time}；{why}。</translation>
    </message>
    <message>
        <source>Nothing was gained: the encoder stays as it was before.</source>
        <translation>沒有改善：編碼器保持原樣。</translation>
    </message>
    <message>
        <source>On works it never saw: {before} → {after}.</source>
        <translation>在從未見過的作品上：{before} → {after}。</translation>
    </message>
    <message>
        <source>Paused. It goes on to the same result.</source>
        <translation>已暫停。繼續後結果相同。</translation>
    </message>
</context>
<context>
    <name>SavedSearchesDialog</name>
    <message>
        <source>Saved searches</source>
        <translation>已存檢索</translation>
    </message>
    <message>
        <source>Rename with F2 or a double click.</source>
        <translation>按 F2 或按兩下可以改名。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重新命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>ScanList</name>
    <message>
        <source>Outcome</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Scanned barcodes</source>
        <translation>已掃描的條碼</translation>
    </message>
</context>
<context>
    <name>ScanPane</name>
    <message>
        <source>Zoom out (-)</source>
        <translation>縮小 (-)</translation>
    </message>
    <message>
        <source>Fit (0)</source>
        <translation>符合視窗 (0)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>Show what was read</source>
        <translation>顯示辨識框</translation>
    </message>
    <message>
        <source>Add a cover…</source>
        <translation>加入封面…</translation>
    </message>
    <message>
        <source>Take this cover off the record</source>
        <translation>從紀錄中移除此封面</translation>
    </message>
    <message>
        <source>No cover yet. Drop a scan here or add one below.</source>
        <translation>還沒有封面。把掃描圖拖到這裡，或在下方加入。</translation>
    </message>
    <message>
        <source>Covers</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>向右旋轉</translation>
    </message>
    <message>
        <source>More to do with this cover</source>
        <translation>封面的更多操作</translation>
    </message>
</context>
<context>
    <name>SearchFeedback</name>
    <message>
        <source>“{title}” now stands first in this search</source>
        <translation>《{title}》現排在本次檢索的最前</translation>
    </message>
    <message>
        <source>“{title}” was moved to the end of this search</source>
        <translation>《{title}》已移至本次檢索的末尾</translation>
    </message>
</context>
<context>
    <name>SearchMemory</name>
    <message>
        <source>Save this search</source>
        <translation>儲存此檢索</translation>
    </message>
    <message>
        <source>Name of the search:</source>
        <translation>檢索名稱：</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The search “{name}” is saved.</source>
        <translation>已儲存檢索「{name}」。</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>已存檢索</translation>
    </message>
    <message>
        <source>Rename or delete…</source>
        <translation>重新命名或刪除…</translation>
    </message>
    <message>
        <source>History</source>
        <translation>歷史</translation>
    </message>
    <message>
        <source>Saved and past searches</source>
        <translation>已存檢索與歷史檢索</translation>
    </message>
    <message>
        <source>example cover</source>
        <translation>範例封面</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Searching…</source>
        <translation>正在檢索…</translation>
    </message>
    <message>
        <source>This query could not be answered</source>
        <translation>這次檢索沒有完成</translation>
    </message>
    <message>
        <source>Whole library</source>
        <translation>全部館藏</translation>
    </message>
    <message>
        <source>Records are being imported</source>
        <translation>正在匯入紀錄</translation>
    </message>
    <message>
        <source>The first appear here as soon as they are stored. You can look around meanwhile.</source>
        <translation>第一批紀錄存入後即顯示在此處。您可以先四處看看。</translation>
    </message>
    <message>
        <source>This library is still empty</source>
        <translation>館藏庫還是空的</translation>
    </message>
    <message>
        <source>Import the records you have, drop cover scans on this window, or look around the demo library.</source>
        <translation>匯入既有的書目紀錄，把封面掃描拖到視窗裡，或先看看示範館藏。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>沒有找到</translation>
    </message>
    <message>
        <source>The engine is starting. You can already type.</source>
        <translation>引擎正在啟動，現在就可以輸入。</translation>
    </message>
    <message>
        <source>Warming up: for a few seconds only words and numbers are searched, then meaning and covers too.</source>
        <translation>正在預熱：幾秒內只檢索字詞和號碼，隨後即可按含義和封面檢索。</translation>
    </message>
    <message>
        <source>Only words and numbers are searched. {problem}</source>
        <translation>只能檢索字詞和號碼。{problem}</translation>
    </message>
    <message>
        <source>{holder} is writing in this library. Here it can be searched, not changed.</source>
        <translation>{holder} 正在寫入這個館藏庫。此處只能檢索，不能修改。</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>其他人</translation>
    </message>
    <message>
        <source>Pasted image</source>
        <translation>貼上的圖片</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新開始</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已選 %n 筆</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing fits well. What is shown is only the nearest.</source>
        <translation>沒有很合適的結果，以下只是最接近的。</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>開啟紀錄</translation>
    </message>
    <message>
        <source>You are signed in as a viewer: search and look as you like.</source>
        <translation>您以讀者身分登入：可以隨意檢索和瀏覽。</translation>
    </message>
</context>
<context>
    <name>SearchWords</name>
    <message>
        <source>Whole library</source>
        <translation>全部館藏</translation>
    </message>
    <message>
        <source>Filtered</source>
        <translation>篩選結果</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n 筆紀錄</numerusform>
        </translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} 毫秒</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) like it</source>
        <translation>
            <numerusform>%n 筆類似紀錄</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is much like it – these are the nearest</source>
        <translation>沒有很相似的，以下是最接近的</translation>
    </message>
    <message numerus="yes">
        <source>%n more with all the words</source>
        <translation>
            <numerusform>另有 %n 筆含全部詞語</numerusform>
        </translation>
    </message>
    <message>
        <source>No good match – these are the nearest</source>
        <translation>沒有合適的相符結果，以下是最接近的</translation>
    </message>
    <message numerus="yes">
        <source>%n good match(es)</source>
        <translation>
            <numerusform>%n 筆合適的結果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n weaker</source>
        <translation>
            <numerusform>%n 筆較弱</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n possible match(es)</source>
        <translation>
            <numerusform>%n 筆可能的結果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n possible</source>
        <translation>
            <numerusform>%n 筆可能</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n 筆結果</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to compare with</source>
        <translation>沒有可比較的紀錄</translation>
    </message>
    <message>
        <source>No other record has what this is compared by yet: a cover, or words in the index.</source>
        <translation>其他紀錄還沒有可用於比較的封面或索引內容。</translation>
    </message>
    <message>
        <source>the words “{text}”</source>
        <translation>詞語「{text}」</translation>
    </message>
    <message>
        <source>the image</source>
        <translation>影像</translation>
    </message>
    <message>
        <source>the filters {filters}</source>
        <translation>篩選條件「{filters}」</translation>
    </message>
    <message>
        <source>Looked for {what}.</source>
        <translation>檢索條件：{what}。</translation>
    </message>
    <message>
        <source>Meaning was not searched, only words and numbers.</source>
        <translation>未依含義檢索，只檢索了詞語和號碼。</translation>
    </message>
    <message>
        <source>Try fewer or other words, the title in the other language, pinyin, or a photo of the cover.</source>
        <translation>可減少或更換詞語，改用另一語言的題名、拼音，或用封面照片檢索。</translation>
    </message>
    <message>
        <source>Leave something out:</source>
        <translation>可放寬條件：</translation>
    </message>
    <message>
        <source>Nothing in this library matches</source>
        <translation>館藏中沒有符合條件的紀錄</translation>
    </message>
    <message>
        <source>Without the filter {what}</source>
        <translation>移除篩選「{what}」</translation>
    </message>
    <message>
        <source>Without “{what}”</source>
        <translation>去掉「{what}」</translation>
    </message>
    <message>
        <source>Cover like: {title}</source>
        <translation>封面相似：{title}</translation>
    </message>
    <message>
        <source>Like: {title}</source>
        <translation>內容相近：{title}</translation>
    </message>
    <message>
        <source>Without any filter</source>
        <translation>移除全部篩選</translation>
    </message>
</context>
<context>
    <name>SectionPage</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>本視窗</translation>
    </message>
    <message>
        <source>This library</source>
        <translation>本館藏庫</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟隨系統</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不指定</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主題</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Covers are read by</source>
        <translation>封面辨識引擎</translation>
    </message>
    <message>
        <source>New records are in</source>
        <translation>新紀錄的語言</translation>
    </message>
    <message>
        <source>Your name in the history</source>
        <translation>歷史中的姓名</translation>
    </message>
    <message>
        <source>as your account on this computer is called</source>
        <translation>同本機帳戶名稱</translation>
    </message>
    <message>
        <source>States of items…</source>
        <translation>單冊狀態…</translation>
    </message>
    <message>
        <source>Never ask other libraries&apos; catalogues</source>
        <translation>不向其他圖書館的目錄查詢</translation>
    </message>
    <message>
        <source>Record what people say about results</source>
        <translation>記錄對結果的回饋</translation>
    </message>
    <message>
        <source>It stays in this library and teaches it to rank better. What is recorded can be deleted.</source>
        <translation>回饋只儲存在本館藏庫中，用於改進排序，可隨時刪除。</translation>
    </message>
    <message>
        <source>This library is open for reading only, so its settings cannot be changed here.</source>
        <translation>本館藏庫以唯讀方式開啟，不能在此更改設定。</translation>
    </message>
    <message>
        <source>Changed.</source>
        <translation>已更改。</translation>
    </message>
</context>
<context>
    <name>ShelfListDialog</name>
    <message>
        <source>Saved: {file}</source>
        <translation>已儲存：{file}</translation>
    </message>
    <message>
        <source>Shelf list</source>
        <translation>排架目錄</translation>
    </message>
    <message>
        <source>For</source>
        <translation>範圍</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>字級</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 點</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>橫向</translation>
    </message>
    <message>
        <source>Save as table…</source>
        <translation>另存為表格…</translation>
    </message>
    <message>
        <source>Save as table</source>
        <translation>另存為表格</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n 冊</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 頁</numerusform>
        </translation>
    </message>
    <message>
        <source>{items}, {pages}, in shelf order.</source>
        <translation>{items}，共 {pages}，依排架順序。</translation>
    </message>
    <message>
        <source>No items: choose which ones are to be listed.</source>
        <translation>沒有單冊：請選擇要列出的範圍。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>To the results</source>
        <translation>進入結果清單</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>開啟紀錄</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清除檢索</translation>
    </message>
    <message>
        <source>Paste words or an image</source>
        <translation>貼上文字或圖片</translation>
    </message>
    <message>
        <source>Choose a candidate</source>
        <translation>選擇候選紀錄</translation>
    </message>
    <message>
        <source>Treat as new</source>
        <translation>視為新書</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Wenyuan 文渊</source>
        <translation>文淵</translation>
    </message>
    <message>
        <source>The engine has stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>The engine is starting…</source>
        <translation>引擎正在啟動…</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n 筆紀錄</numerusform>
        </translation>
    </message>
    <message>
        <source>Warming up…</source>
        <translation>正在預熱…</translation>
    </message>
    <message>
        <source>Words only</source>
        <translation>僅限字詞檢索</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>唯讀</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就緒</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>登入</translation>
    </message>
    <message>
        <source>This library asks everybody who they are.</source>
        <translation>本館藏庫要求每位使用者表明身分。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密碼</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>關閉視窗</translation>
    </message>
</context>
<context>
    <name>SourcesDialog</name>
    <message>
        <source>Asking {source}…</source>
        <translation>正在查詢 {source}…</translation>
    </message>
    <message numerus="yes">
        <source>It answers: %n record(s) found.</source>
        <translation>
            <numerusform>有應答：查到 %n 筆紀錄。</numerusform>
        </translation>
    </message>
    <message>
        <source>Catalogues to ask</source>
        <translation>可查詢的目錄</translation>
    </message>
    <message>
        <source>The first is asked unless others are ticked. Schemas: the server&apos;s name = our format. Indexes: field = index (SRU) or attribute (Z39.50).</source>
        <translation>預設查詢第一個，可另行勾選。模式：伺服器的名稱 = 本程式格式。檢索點：欄位 = 索引（SRU）或屬性（Z39.50）。</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>簡稱</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>目錄</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>協議</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Schemas</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Indexes</source>
        <translation>檢索點</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>測試</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>This library is set to contact nobody (offline), so nothing can be tested.</source>
        <translation>本館設為離線，不聯絡任何外部目錄，因此無法測試。</translation>
    </message>
</context>
<context>
    <name>StopNotice</name>
    <message>
        <source>The engine stopped unexpectedly and is being started again. Confirmed work is safe; a job that was running can be retried.</source>
        <translation>引擎意外停止，正在重新啟動。已確認的工作是安全的；正在執行的工作可以重試。</translation>
    </message>
    <message>
        <source>The engine stopped several times in a row and stays off. Confirmed work is safe. The log folder has the details.</source>
        <translation>引擎接連停止多次，不再自動啟動。已確認的工作是安全的。詳情見日誌資料夾。</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新啟動</translation>
    </message>
</context>
<context>
    <name>SuggestionList</name>
    <message>
        <source>Suggestions</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>TrainingCurves</name>
    <message>
        <source>Error while learning (loss): should fall</source>
        <translation>學習誤差（損失）：應當下降</translation>
    </message>
    <message>
        <source>Test questions answered (1 = always first): should rise</source>
        <translation>答題情況（1 = 總在首位）：應當上升</translation>
    </message>
    <message>
        <source>Curves of the training</source>
        <translation>訓練曲線</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步數</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>合計</translation>
    </message>
</context>
<context>
    <name>TrainingForm</name>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分鐘</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>學習內容</translation>
    </message>
    <message>
        <source>Pairs of this kind take part; off leaves them out.</source>
        <translation>此類資料對參與訓練；取消則不用。</translation>
    </message>
    <message>
        <source>How much changes</source>
        <translation>改動程度</translation>
    </message>
    <message>
        <source>Gentle is fast and safe. The others change the text encoder too and need far more time.</source>
        <translation>輕度訓練快且穩妥。其餘兩種還會改動文字編碼器，所需時間多得多。</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>輪次</translation>
    </message>
    <message>
        <source>How often everything is gone through.</source>
        <translation>全部資料重複學習的次數。</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>時限</translation>
    </message>
    <message>
        <source>It ends in good order when about this much time is over.</source>
        <translation>大約到此時間即有序結束。</translation>
    </message>
    <message>
        <source>Compared at once</source>
        <translation>每步對照數</translation>
    </message>
    <message>
        <source>Pairs held against each other in a step; more is better and slower.</source>
        <translation>每一步互相對照的資料對；越多越好，也越慢。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>學習率</translation>
    </message>
    <message>
        <source>Size of the steps; lower it if the loss jumps.</source>
        <translation>每步的幅度；若損失跳動，請調低。</translation>
    </message>
    <message>
        <source>… of the text encoder</source>
        <translation>……文字編碼器</translation>
    </message>
    <message>
        <source>The same for what is changed within the text encoder; gentle training does not use it.</source>
        <translation>用於文字編碼器內部的改動；輕度訓練不使用。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心值</translation>
    </message>
    <message>
        <source>Measurements without a gain after which it stops by itself; 0 = never.</source>
        <translation>連續多少次測量沒有改善便自動停止；0 = 不停止。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>隨機種子</translation>
    </message>
    <message>
        <source>The same seed gives the same result again.</source>
        <translation>相同的種子得到相同的結果。</translation>
    </message>
</context>
<context>
    <name>UndoControl</name>
    <message>
        <source>Undone: {what}</source>
        <translation>已復原：{what}</translation>
    </message>
    <message>
        <source>Done again: {what}</source>
        <translation>已重做：{what}</translation>
    </message>
    <message>
        <source>&amp;Undo {what}</source>
        <translation>復原 {what}(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>復原(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo {what}</source>
        <translation>重做 {what}(&amp;R)</translation>
    </message>
</context>
<context>
    <name>UnsavedControl</name>
    <message>
        <source>You were editing “{title}” when the program ended ({when}). What you typed was kept.</source>
        <translation>程式結束時您正在編輯「{title}」（{when}）。已輸入的內容已保留。</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>新紀錄</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>繼續編輯</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>捨棄</translation>
    </message>
    <message>
        <source>“{title}” was changed since then. Look it over before you save.</source>
        <translation>此後「{title}」又有更動，儲存前請先核對。</translation>
    </message>
</context>
<context>
    <name>WatchControl</name>
    <message>
        <source>Choose the folder that the scanner writes into</source>
        <translation>選擇掃描器儲存檔案的資料夾</translation>
    </message>
    <message>
        <source>Scans in {folder} come into the queue.</source>
        <translation>{folder} 中的掃描檔將進入佇列。</translation>
    </message>
</context>
<context>
    <name>WatchStrip</name>
    <message>
        <source>Watch {folder}</source>
        <translation>監視{folder}</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>監視資料夾</translation>
    </message>
    <message>
        <source>Scans in the folder, now and later, come into the queue. The files stay as they are.</source>
        <translation>資料夾中現有和新增的掃描檔都會進入佇列，檔案本身不變。</translation>
    </message>
    <message>
        <source>Choose the folder to watch…</source>
        <translation>選擇要監視的資料夾…</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) still being written</source>
        <translation>
            <numerusform>%n 個檔案正在寫入</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken in so far</source>
        <translation>
            <numerusform>已收入 %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WayBack</name>
    <message>
        <source>“{name}” is deleted.</source>
        <translation>「{name}」已刪除。</translation>
    </message>
    <message>
        <source>“{name}” is replaced.</source>
        <translation>「{name}」已被取代。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>Match</source>
        <translation>相符</translation>
    </message>
    <message>
        <source>Possible</source>
        <translation>可能</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新書</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒絕</translation>
    </message>
    <message>
        <source>Waiting for review</source>
        <translation>待審核</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Record created</source>
        <translation>已建紀錄</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已略過</translation>
    </message>
    <message>
        <source>Very likely</source>
        <translation>極有可能</translation>
    </message>
    <message>
        <source>Likely</source>
        <translation>很可能</translation>
    </message>
    <message>
        <source>Possibly</source>
        <translation>可能</translation>
    </message>
    <message>
        <source>Unlikely</source>
        <translation>不太像</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>號碼</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>字詞</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含義</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>Translator</source>
        <translation>譯者</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>編者</translation>
    </message>
    <message>
        <source>Illustrator</source>
        <translation>繪者</translation>
    </message>
    <message>
        <source>Compiler</source>
        <translation>輯者</translation>
    </message>
    <message>
        <source>Keyword</source>
        <translation>關鍵詞</translation>
    </message>
    <message>
        <source>CLC class</source>
        <translation>中圖法分類號</translation>
    </message>
    <message>
        <source>Dewey class</source>
        <translation>杜威分類號</translation>
    </message>
    <message>
        <source>LC class</source>
        <translation>國會分類號</translation>
    </message>
    <message>
        <source>LC subject</source>
        <translation>國會標題</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>在架</translation>
    </message>
    <message>
        <source>On loan</source>
        <translation>借出</translation>
    </message>
    <message>
        <source>Reading room</source>
        <translation>閱覽室</translation>
    </message>
    <message>
        <source>In process</source>
        <translation>編目中</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>遺失</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>已註銷</translation>
    </message>
    <message>
        <source>{state} · not lent</source>
        <translation>{state} · 不外借</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>匯入</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>新紀錄</translation>
    </message>
    <message>
        <source>Edit record</source>
        <translation>編輯紀錄</translation>
    </message>
    <message>
        <source>Delete record</source>
        <translation>刪除紀錄</translation>
    </message>
    <message>
        <source>Add cover</source>
        <translation>加入封面</translation>
    </message>
    <message>
        <source>Remove cover</source>
        <translation>移除封面</translation>
    </message>
    <message>
        <source>Confirm draft</source>
        <translation>確認草稿</translation>
    </message>
    <message>
        <source>Attach scan</source>
        <translation>歸入掃描</translation>
    </message>
    <message>
        <source>Edit holdings</source>
        <translation>編輯館藏</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>編目錄入</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合併</translation>
    </message>
    <message>
        <source>States of items</source>
        <translation>單冊狀態</translation>
    </message>
    <message>
        <source>Identify cover scans</source>
        <translation>辨識封面掃描</translation>
    </message>
    <message>
        <source>Import records</source>
        <translation>匯入書目紀錄</translation>
    </message>
    <message>
        <source>Add covers</source>
        <translation>加入封面</translation>
    </message>
    <message>
        <source>Export records</source>
        <translation>匯出書目紀錄</translation>
    </message>
    <message>
        <source>Check the library</source>
        <translation>檢查館藏庫</translation>
    </message>
    <message>
        <source>Back up the library</source>
        <translation>備份館藏庫</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>還原備份</translation>
    </message>
    <message>
        <source>Rebuild the index</source>
        <translation>重建索引</translation>
    </message>
    <message>
        <source>Set up the demo library</source>
        <translation>建立示範館藏庫</translation>
    </message>
    <message>
        <source>Learn the meaning of records</source>
        <translation>計算紀錄的向量</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>進行中</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>題名</translation>
    </message>
    <message>
        <source>Subtitle</source>
        <translation>副題名</translation>
    </message>
    <message>
        <source>Parallel title</source>
        <translation>並列題名</translation>
    </message>
    <message>
        <source>Contributors</source>
        <translation>責任者</translation>
    </message>
    <message>
        <source>Authors</source>
        <translation>作者（多人）</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>提要</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>主題</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>出版年</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>出版者</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>出版地</translation>
    </message>
    <message>
        <source>Edition</source>
        <translation>版次</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>叢編</translation>
    </message>
    <message>
        <source>Extent</source>
        <translation>頁數</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>附註</translation>
    </message>
    <message>
        <source>Identifiers</source>
        <translation>識別號</translation>
    </message>
    <message>
        <source>Own number</source>
        <translation>本館編號</translation>
    </message>
    <message>
        <source>Holdings</source>
        <translation>館藏</translation>
    </message>
    <message>
        <source>Text on the cover</source>
        <translation>封面文字</translation>
    </message>
    <message>
        <source>Statement of responsibility</source>
        <translation>責任說明</translation>
    </message>
    <message>
        <source>Control number</source>
        <translation>控制號</translation>
    </message>
    <message>
        <source>Item status</source>
        <translation>單冊狀態</translation>
    </message>
    <message>
        <source>Item note</source>
        <translation>單冊附註</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>條碼號</translation>
    </message>
    <message>
        <source>Call number</source>
        <translation>索書號</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>館藏地</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>責任者</translation>
    </message>
    <message>
        <source>Imprint</source>
        <translation>出版項</translation>
    </message>
    <message>
        <source>Class number</source>
        <translation>分類號</translation>
    </message>
    <message>
        <source>Source stored</source>
        <translation>存入來源紀錄</translation>
    </message>
    <message>
        <source>Rows of further copies</source>
        <translation>複本列</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日文</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韓文</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法文</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德文</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄文</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙文</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>義大利文</translation>
    </message>
    <message>
        <source>Latin</source>
        <translation>拉丁文</translation>
    </message>
    <message>
        <source>Classical Chinese</source>
        <translation>文言文</translation>
    </message>
    <message>
        <source>Several languages</source>
        <translation>多種語言</translation>
    </message>
    <message>
        <source>{names} and others</source>
        <translation>{names} 等</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分鐘</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小時</translation>
    </message>
    <message>
        <source>{n} a second</source>
        <translation>每秒 {n} 項</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩餘 {time}</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>未變</translation>
    </message>
    <message>
        <source>added</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>already there</source>
        <translation>已存在</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>相符</translation>
    </message>
    <message>
        <source>possible</source>
        <translation>可能</translation>
    </message>
    <message>
        <source>written</source>
        <translation>寫出</translation>
    </message>
    <message>
        <source>records</source>
        <translation>紀錄</translation>
    </message>
    <message>
        <source>not in the library</source>
        <translation>館藏中沒有</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>還有 {n} 項</translation>
    </message>
    <message>
        <source>Everything fits together.</source>
        <translation>一切完好。</translation>
    </message>
    <message>
        <source>{number} (as printed; wrong check digit)</source>
        <translation>{number}（原書如此，檢查碼有誤）</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已確認</translation>
    </message>
    <message>
        <source>Not a duplicate</source>
        <translation>非重複</translation>
    </message>
    <message>
        <source>Same scan</source>
        <translation>同一掃描檔</translation>
    </message>
    <message>
        <source>Same edition</source>
        <translation>同一版本</translation>
    </message>
    <message>
        <source>Other edition</source>
        <translation>不同版本</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>譯本</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>無關</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>查重</translation>
    </message>
    <message>
        <source>suspect pairs</source>
        <translation>對疑似重複</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>回饋</translation>
    </message>
    <message>
        <source>Learn from feedback</source>
        <translation>從回饋中學習</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>已見到</translation>
    </message>
    <message>
        <source>Belongs elsewhere</source>
        <translation>錯架</translation>
    </message>
    <message>
        <source>Not expected here</source>
        <translation>不應在架</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>On loan or away</source>
        <translation>借出或不在架</translation>
    </message>
    <message>
        <source>Check an import</source>
        <translation>試執行匯入</translation>
    </message>
    <message>
        <source>Convert a file</source>
        <translation>轉換檔案</translation>
    </message>
    <message>
        <source>Ask other catalogues</source>
        <translation>查詢其他目錄</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>無變化</translation>
    </message>
    <message>
        <source>Possible duplicates</source>
        <translation>疑似重複</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>暫不匯入</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Titles that change</source>
        <translation>題名改變</translation>
    </message>
    <message>
        <source>Title, author, year</source>
        <translation>題名、責任者、年份</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替換</translation>
    </message>
    <message>
        <source>Fill if empty</source>
        <translation>為空時填入</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>What the file gives replaces</source>
        <translation>以檔案內容替換</translation>
    </message>
    <message>
        <source>Only empty fields are filled</source>
        <translation>只填補空欄位</translation>
    </message>
    <message>
        <source>Fill, and add names, subjects, numbers, copies</source>
        <translation>填補，並追加責任者、主題、號碼和單冊</translation>
    </message>
    <message>
        <source>Records found stay as they are</source>
        <translation>已有紀錄保持不變</translation>
    </message>
    <message>
        <source>Review several scans</source>
        <translation>批次審核掃描檔</translation>
    </message>
    <message>
        <source>pages without a cover</source>
        <translation>頁無封面</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>已處理</translation>
    </message>
    <message>
        <source>left in the queue</source>
        <translation>留在佇列</translation>
    </message>
    <message>
        <source>Improve search</source>
        <translation>改進檢索</translation>
    </message>
    <message>
        <source>Compare encoders</source>
        <translation>比較編碼器</translation>
    </message>
    <message>
        <source>Put an encoder into use</source>
        <translation>啟用編碼器</translation>
    </message>
    <message>
        <source>Roll back the encoder</source>
        <translation>回復編碼器</translation>
    </message>
    <message>
        <source>Install an encoder</source>
        <translation>安裝編碼器</translation>
    </message>
    <message>
        <source>Export an encoder</source>
        <translation>匯出編碼器</translation>
    </message>
    <message>
        <source>Measure search</source>
        <translation>評測檢索</translation>
    </message>
    <message>
        <source>Make test questions</source>
        <translation>產生測試題</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>已開啟</translation>
    </message>
    <message>
        <source>This is it</source>
        <translation>就是這本</translation>
    </message>
    <message>
        <source>Not this</source>
        <translation>不是這本</translation>
    </message>
    <message>
        <source>Rated</source>
        <translation>評分</translation>
    </message>
    <message>
        <source>Accepted at intake</source>
        <translation>編目錄入時接受</translation>
    </message>
    <message>
        <source>Rejected at intake</source>
        <translation>編目錄入時否定</translation>
    </message>
    <message>
        <source>Text corrected</source>
        <translation>文字已更正</translation>
    </message>
    <message>
        <source>Title, by meaning</source>
        <translation>題名（語義）</translation>
    </message>
    <message>
        <source>Description, by meaning</source>
        <translation>內容提要（語義）</translation>
    </message>
    <message>
        <source>Better of the two</source>
        <translation>兩者較高者</translation>
    </message>
    <message>
        <source>Words of the query in the record</source>
        <translation>檢索詞在紀錄中出現</translation>
    </message>
    <message>
        <source>Names of authors</source>
        <translation>責任者姓名</translation>
    </message>
    <message>
        <source>Chinese words, translated</source>
        <translation>中文檢索詞譯出</translation>
    </message>
    <message>
        <source>Chinese title, translated</source>
        <translation>中文題名譯出</translation>
    </message>
    <message>
        <source>English title, translated</source>
        <translation>英文題名譯出</translation>
    </message>
    <message>
        <source>Chinese description, translated</source>
        <translation>中文提要譯出</translation>
    </message>
    <message>
        <source>Has a description</source>
        <translation>有內容提要</translation>
    </message>
    <message>
        <source>English query, Chinese record</source>
        <translation>英文檢索，中文紀錄</translation>
    </message>
    <message>
        <source>Chinese query, English record</source>
        <translation>中文檢索，英文紀錄</translation>
    </message>
    <message>
        <source>Full text</source>
        <translation>全文</translation>
    </message>
    <message>
        <source>Pinyin</source>
        <translation>拼音</translation>
    </message>
    <message>
        <source>Turn cover</source>
        <translation>旋轉封面</translation>
    </message>
    <message>
        <source>Order covers</source>
        <translation>調整封面順序</translation>
    </message>
    <message>
        <source>Read cover again</source>
        <translation>重新辨識封面</translation>
    </message>
    <message>
        <source>Correct cover text</source>
        <translation>更正封面文字</translation>
    </message>
    <message>
        <source>Forms of names</source>
        <translation>名稱形式</translation>
    </message>
    <message>
        <source>Edit MARC</source>
        <translation>編輯 MARC</translation>
    </message>
    <message>
        <source>Bulk edit</source>
        <translation>批次編輯</translation>
    </message>
    <message>
        <source>Take back a change</source>
        <translation>收回修改</translation>
    </message>
    <message>
        <source>Restore record</source>
        <translation>恢復紀錄</translation>
    </message>
    <message>
        <source>MARC source</source>
        <translation>MARC 來源資料</translation>
    </message>
    <message>
        <source>{file}, page {n}</source>
        <translation>{file}，第 {n} 頁</translation>
    </message>
    <message>
        <source>New records</source>
        <translation>新紀錄</translation>
    </message>
    <message>
        <source>not lent</source>
        <translation>不外借</translation>
    </message>
    <message>
        <source>not on the shelf</source>
        <translation>不在架</translation>
    </message>
    <message>
        <source>not lent, not on the shelf</source>
        <translation>不外借，不在架</translation>
    </message>
    <message>
        <source>Chinese characters</source>
        <translation>漢字</translation>
    </message>
    <message>
        <source>English or Latin</source>
        <translation>英文或拉丁字母</translation>
    </message>
    <message>
        <source>Other form</source>
        <translation>其他形式</translation>
    </message>
    <message>
        <source>Set a field</source>
        <translation>設定欄位</translation>
    </message>
    <message>
        <source>Append to a field</source>
        <translation>在欄位後附加</translation>
    </message>
    <message>
        <source>Replace text</source>
        <translation>取代文字</translation>
    </message>
    <message>
        <source>Clear a field</source>
        <translation>清空欄位</translation>
    </message>
    <message>
        <source>Add a subject</source>
        <translation>新增主題詞</translation>
    </message>
    <message>
        <source>Remove a subject</source>
        <translation>刪除主題詞</translation>
    </message>
    <message>
        <source>Add a class number</source>
        <translation>新增分類號</translation>
    </message>
    <message>
        <source>Change items</source>
        <translation>修改館藏</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>分類</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主題</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>With a cover</source>
        <translation>有封面</translation>
    </message>
    <message>
        <source>Without a cover</source>
        <translation>無封面</translation>
    </message>
    <message>
        <source>Language unknown</source>
        <translation>語言不詳</translation>
    </message>
    <message>
        <source>Without a class</source>
        <translation>無分類號</translation>
    </message>
    <message>
        <source>Without a year</source>
        <translation>無出版年</translation>
    </message>
    <message>
        <source>Without a subject</source>
        <translation>無主題詞</translation>
    </message>
    <message>
        <source>Without an author</source>
        <translation>無作者</translation>
    </message>
    <message>
        <source>Without a location</source>
        <translation>無館藏地</translation>
    </message>
    <message>
        <source>{year}s</source>
        <translation>{year} 年代</translation>
    </message>
    <message>
        <source>Marxism, Mao Zedong Thought</source>
        <translation>馬列主義、毛澤東思想</translation>
    </message>
    <message>
        <source>Philosophy, religion</source>
        <translation>哲學、宗教</translation>
    </message>
    <message>
        <source>Social sciences</source>
        <translation>社會科學</translation>
    </message>
    <message>
        <source>Politics, law</source>
        <translation>政治、法律</translation>
    </message>
    <message>
        <source>Military science</source>
        <translation>軍事</translation>
    </message>
    <message>
        <source>Economics</source>
        <translation>經濟</translation>
    </message>
    <message>
        <source>Culture, education, sport</source>
        <translation>文化、教育、體育</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Literature</source>
        <translation>文學</translation>
    </message>
    <message>
        <source>Art</source>
        <translation>藝術</translation>
    </message>
    <message>
        <source>History, geography</source>
        <translation>歷史、地理</translation>
    </message>
    <message>
        <source>Natural sciences</source>
        <translation>自然科學總論</translation>
    </message>
    <message>
        <source>Mathematics, physics, chemistry</source>
        <translation>數理科學和化學</translation>
    </message>
    <message>
        <source>Astronomy, earth sciences</source>
        <translation>天文學、地球科學</translation>
    </message>
    <message>
        <source>Biology</source>
        <translation>生物科學</translation>
    </message>
    <message>
        <source>Medicine</source>
        <translation>醫藥、衛生</translation>
    </message>
    <message>
        <source>Agriculture</source>
        <translation>農業科學</translation>
    </message>
    <message>
        <source>Industrial technology</source>
        <translation>工業技術</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>交通運輸</translation>
    </message>
    <message>
        <source>Aviation, space</source>
        <translation>航空、航太</translation>
    </message>
    <message>
        <source>Environment, safety</source>
        <translation>環境、安全</translation>
    </message>
    <message>
        <source>General works</source>
        <translation>綜合性圖書</translation>
    </message>
    <message>
        <source>Computing, general works</source>
        <translation>電腦、總類</translation>
    </message>
    <message>
        <source>Philosophy, psychology</source>
        <translation>哲學、心理學</translation>
    </message>
    <message>
        <source>Religion</source>
        <translation>宗教</translation>
    </message>
    <message>
        <source>Science</source>
        <translation>自然科學</translation>
    </message>
    <message>
        <source>Technology</source>
        <translation>技術</translation>
    </message>
    <message>
        <source>Arts, recreation</source>
        <translation>藝術、娛樂</translation>
    </message>
    <message>
        <source>Saved search</source>
        <translation>已存檢索</translation>
    </message>
    <message>
        <source>Verify a backup</source>
        <translation>驗證備份</translation>
    </message>
    <message>
        <source>Try a restore</source>
        <translation>試還原</translation>
    </message>
    <message>
        <source>Rebuild the index from nothing</source>
        <translation>徹底重建索引</translation>
    </message>
</context>
<context>
    <name>_Card</name>
    <message>
        <source>Each by itself</source>
        <translation>逐條辨識</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推薦</translation>
    </message>
    <message>
        <source>Cannot be read in this encoding.</source>
        <translation>無法按此編碼讀取。</translation>
    </message>
    <message>
        <source>The records differ: the encoding of each is told from its own bytes.</source>
        <translation>各紀錄編碼不一：按每筆紀錄的位元組分別辨識。</translation>
    </message>
    <message>
        <source>Reads like a language: {percent}</source>
        <translation>文字合理：{percent}</translation>
    </message>
    <message>
        <source>Rare characters: only {percent} plausible</source>
        <translation>生僻字多：合理度僅 {percent}</translation>
    </message>
    <message>
        <source>Garbled: {percent} plausible</source>
        <translation>亂碼：合理度 {percent}</translation>
    </message>
</context>
</TS>
