<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Wenyuan 文渊</source>
        <translation>文渊</translation>
    </message>
    <message>
        <source>Finds books by their covers, by words and by meaning, in Chinese and English. Everything stays on this computer.</source>
        <translation>凭封面、字词和含义找书，中英文皆可。所有数据都留在本机。</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>Library: {folder}</source>
        <translation>馆藏库：{folder}</translation>
    </message>
    <message>
        <source>Encoders run on: {device}</source>
        <translation>编码器运行于：{device}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Search</source>
        <translation>检索(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Intake</source>
        <translation>编目录入(&amp;I)</translation>
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
        <translation>任务(&amp;J)</translation>
    </message>
    <message>
        <source>Add cover &amp;scans…</source>
        <translation>添加封面扫描(&amp;S)…</translation>
    </message>
    <message>
        <source>Add a &amp;folder of scans…</source>
        <translation>添加扫描文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;New record</source>
        <translation>新建书目记录(&amp;N)</translation>
    </message>
    <message>
        <source>I&amp;mport records…</source>
        <translation>导入书目记录(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Export records…</source>
        <translation>导出书目记录(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Open library…</source>
        <translation>打开馆藏库(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Back up</source>
        <translation>备份(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Check the library</source>
        <translation>检查馆藏库(&amp;C)</translation>
    </message>
    <message>
        <source>Rebuild the &amp;index</source>
        <translation>重建索引(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>操作历史(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Edit record</source>
        <translation>编辑记录(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Save record</source>
        <translation>保存记录(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Delete record</source>
        <translation>删除记录(&amp;D)</translation>
    </message>
    <message>
        <source>Search by &amp;pasted image</source>
        <translation>用剪贴板图片检索(&amp;P)</translation>
    </message>
    <message>
        <source>Search by an image &amp;file…</source>
        <translation>用图片文件检索(&amp;F)…</translation>
    </message>
    <message>
        <source>As &amp;covers</source>
        <translation>封面视图(&amp;C)</translation>
    </message>
    <message>
        <source>As a &amp;table</source>
        <translation>表格视图(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Filters</source>
        <translation>筛选(&amp;F)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Save search…</source>
        <translation>保存检索(&amp;S)…</translation>
    </message>
    <message>
        <source>Saved and &amp;past searches</source>
        <translation>已存与历史检索(&amp;P)</translation>
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
        <translation>跳过(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Undo the last review</source>
        <translation>撤销上一次审核(&amp;U)</translation>
    </message>
    <message>
        <source>Next scan</source>
        <translation>下一张扫描</translation>
    </message>
    <message>
        <source>Previous scan</source>
        <translation>上一张扫描</translation>
    </message>
    <message>
        <source>&amp;Feedback…</source>
        <translation>反馈(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Open the &amp;log folder</source>
        <translation>打开日志文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;About Wenyuan</source>
        <translation>关于文渊(&amp;A)</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>随处可用</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>检索结果</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>编目录入</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>书目记录</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>馆藏库</translation>
    </message>
    <message>
        <source>Print &amp;labels…</source>
        <translation>打印标签(&amp;L)…</translation>
    </message>
    <message>
        <source>S&amp;helf list…</source>
        <translation>排架目录(&amp;H)…</translation>
    </message>
    <message>
        <source>Find by &amp;barcode…</source>
        <translation>按条码查找(&amp;B)…</translation>
    </message>
    <message>
        <source>S&amp;tocktaking…</source>
        <translation>馆藏清点(&amp;T)…</translation>
    </message>
    <message>
        <source>At the shelf</source>
        <translation>排架与清点</translation>
    </message>
    <message>
        <source>C&amp;onvert a file of records…</source>
        <translation>转换记录文件(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Encoders</source>
        <translation>编码器(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Improve search on our holdings…</source>
        <translation>用本馆馆藏改进检索(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Compare encoders…</source>
        <translation>比较编码器(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Measure search…</source>
        <translation>评测检索(&amp;M)…</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>系统管理</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>入门(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>This is &amp;it</source>
        <translation>就是这本(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Not this</source>
        <translation>不是这本(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Take it back</source>
        <translation>撤回(&amp;T)</translation>
    </message>
    <message>
        <source>Dupli&amp;cates</source>
        <translation>查重(&amp;C)</translation>
    </message>
    <message>
        <source>A&amp;ttach to another record…</source>
        <translation>附加到其他记录(&amp;T)…</translation>
    </message>
    <message>
        <source>Create a &amp;new record</source>
        <translation>新建记录(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Mark what matches</source>
        <translation>标出相符之处(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Paste a scan</source>
        <translation>粘贴扫描件(&amp;P)</translation>
    </message>
    <message>
        <source>Accept all sure matches</source>
        <translation>全部接受可靠匹配</translation>
    </message>
    <message>
        <source>Create all new records</source>
        <translation>全部新建记录</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>全部跳过</translation>
    </message>
    <message>
        <source>&amp;Not a duplicate</source>
        <translation>非重复(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Merge…</source>
        <translation>合并(&amp;M)…</translation>
    </message>
    <message>
        <source>Open the left record</source>
        <translation>打开左侧记录</translation>
    </message>
    <message>
        <source>Open the right record</source>
        <translation>打开右侧记录</translation>
    </message>
    <message>
        <source>Undo the last answer</source>
        <translation>撤销上一次判断</translation>
    </message>
    <message>
        <source>Next pair</source>
        <translation>下一对</translation>
    </message>
    <message>
        <source>Previous pair</source>
        <translation>上一对</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>查重</translation>
    </message>
    <message>
        <source>C&amp;lass and call number…</source>
        <translation>分类号与索书号(&amp;L)…</translation>
    </message>
    <message>
        <source>Forms of &amp;names…</source>
        <translation>名称形式(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Merge records…</source>
        <translation>合并记录(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Bulk edit…</source>
        <translation>批量编辑(&amp;B)…</translation>
    </message>
    <message>
        <source>More like this &amp;book</source>
        <translation>更多类似图书(&amp;B)</translation>
    </message>
    <message>
        <source>More like this &amp;cover</source>
        <translation>更多类似封面(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Clear the search history</source>
        <translation>清除检索历史(&amp;C)</translation>
    </message>
    <message>
        <source>S&amp;witch user…</source>
        <translation>切换用户(&amp;W)…</translation>
    </message>
    <message>
        <source>&amp;Index health</source>
        <translation>索引状况(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Backup and restore</source>
        <translation>备份与恢复(&amp;B)</translation>
    </message>
    <message>
        <source>Check and &amp;repair</source>
        <translation>检查与修复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Audit log</source>
        <translation>审计日志(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;People and roles</source>
        <translation>人员与角色(&amp;P)</translation>
    </message>
    <message>
        <source>Fill from cover or &amp;catalogues…</source>
        <translation>从封面或其他目录套录(&amp;O)…</translation>
    </message>
</context>
<context>
    <name>AdminPage</name>
    <message>
        <source>Sections</source>
        <translation>分区</translation>
    </message>
</context>
<context>
    <name>AdminSections</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Encoders</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>微调训练</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>Index health</source>
        <translation>索引状况</translation>
    </message>
    <message>
        <source>Backup and restore</source>
        <translation>备份与恢复</translation>
    </message>
    <message>
        <source>Check and repair</source>
        <translation>检查与修复</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>People and roles</source>
        <translation>人员与角色</translation>
    </message>
</context>
<context>
    <name>AuditSection</name>
    <message>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>Lines are only ever added. Each carries a seal over itself and the line before it.</source>
        <translation>日志只增不改；每行都带有覆盖本行及前一行的校验值。</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部内容</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>不限时间</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>最近一天</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>最近一周</translation>
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
        <translation>包含字词</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>About</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Show earlier ones</source>
        <translation>显示更早的记录</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>导出为 CSV…</translation>
    </message>
    <message>
        <source>Check the seals</source>
        <translation>核对校验链</translation>
    </message>
    <message>
        <source>{n} of {total} lines shown.</source>
        <translation>显示 {total} 行中的 {n} 行。</translation>
    </message>
    <message>
        <source>No line fits these filters, or nothing has happened yet.</source>
        <translation>没有符合筛选条件的记录，或尚无任何事项。</translation>
    </message>
    <message>
        <source>All seals fit: nothing was changed or taken out.</source>
        <translation>校验链完整：没有改动或删除。</translation>
    </message>
    <message>
        <source>line {n}, seal {seal}</source>
        <translation>第 {n} 行，校验值 {seal}</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>导出审计日志</translation>
    </message>
    <message>
        <source>{n} lines written to {file}</source>
        <translation>已将 {n} 行写入 {file}</translation>
    </message>
</context>
<context>
    <name>BackupSection</name>
    <message>
        <source>Backup and restore</source>
        <translation>备份与恢复</translation>
    </message>
    <message>
        <source>A backup holds the database, the covers and the settings in one ZIP file. Copy it to another disk.</source>
        <translation>备份是一个 ZIP 文件，包含数据库、封面和设置。请将其复制到另一块磁盘。</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Back up to a folder…</source>
        <translation>备份到文件夹…</translation>
    </message>
    <message>
        <source>Verify again</source>
        <translation>重新校验</translation>
    </message>
    <message>
        <source>Try a restore</source>
        <translation>试恢复</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>恢复…</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>移出列表</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>备份时间</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>试恢复</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>By itself, when the window opens</source>
        <translation>打开窗口时自动备份</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Every week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>How many to keep</source>
        <translation>保留个数</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Only backups that the schedule made are deleted, and never the last one that was verified.</source>
        <translation>只会删除自动备份，且绝不删除最近一个已校验的备份。</translation>
    </message>
    <message>
        <source>There is no backup of this library. Make one now.</source>
        <translation>本馆藏库尚无备份。请立即备份。</translation>
    </message>
    <message>
        <source>There is nothing to back up yet.</source>
        <translation>尚无可备份的内容。</translation>
    </message>
    <message>
        <source>The last backup is of {when}. Make a new one.</source>
        <translation>上次备份时间为 {when}。请重新备份。</translation>
    </message>
    <message>
        <source>Restored on {when}: {n} records. What was there before is in {folder}.</source>
        <translation>已于 {when} 恢复：{n} 条记录。原有内容保存在 {folder} 中。</translation>
    </message>
    <message>
        <source>The last backup is of {when}.</source>
        <translation>上次备份时间为 {when}。</translation>
    </message>
    <message>
        <source>made by the schedule</source>
        <translation>自动备份</translation>
    </message>
    <message>
        <source>Its restore has not been tried yet.</source>
        <translation>尚未试恢复。</translation>
    </message>
    <message>
        <source>Tried on {when}: restored, opened and checked; {records} records and {covers} covers are in it.</source>
        <translation>{when} 试恢复成功：已恢复、打开并检查；含 {records} 条记录、{covers} 个封面。</translation>
    </message>
    <message>
        <source>{found} of {expected} records were found.</source>
        <translation>应有 {expected} 条记录，找到 {found} 条。</translation>
    </message>
    <message>
        <source>Tried on {when}: it failed.</source>
        <translation>{when} 试恢复失败。</translation>
    </message>
    <message>
        <source>Back up to a folder</source>
        <translation>备份到文件夹</translation>
    </message>
    <message>
        <source>Folder for scheduled backups</source>
        <translation>自动备份的文件夹</translation>
    </message>
    <message>
        <source>The library will be as it was on {when}, with {n} records. What was changed since is not in it.

The present state is kept in a folder beside it, the audit log goes on, and accounts stay as they are. The engine stops and starts again; jobs that are running are stopped.</source>
        <translation>馆藏库将回到 {when} 的状态，含 {n} 条记录；此后的改动不在其中。

当前状态会保存在旁边的文件夹中，审计日志继续，账户保持不变。引擎将停止并重新启动，正在运行的任务会被中止。</translation>
    </message>
    <message>
        <source>Restore this backup?</source>
        <translation>恢复此备份？</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Verifying the backup before the library is touched…</source>
        <translation>正在校验备份，随后才会改动馆藏库…</translation>
    </message>
    <message>
        <source>not reachable</source>
        <translation>无法访问</translation>
    </message>
</context>
<context>
    <name>BarcodeDialog</name>
    <message>
        <source>Find by barcode</source>
        <translation>按条码查找</translation>
    </message>
    <message>
        <source>Scan or type the barcode of an item, or an ISBN, and press Enter.</source>
        <translation>扫描或输入单册条码号或 ISBN，然后按回车。</translation>
    </message>
    <message>
        <source>Barcode or ISBN</source>
        <translation>条码号或 ISBN</translation>
    </message>
    <message>
        <source>Open the record at once</source>
        <translation>立即打开书目记录</translation>
    </message>
    <message>
        <source>Switched off, what is scanned is listed here.</source>
        <translation>关闭后，扫描过的条码会列在这里。</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>打开书目记录</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{barcode} is not known: no item has this barcode and no record this ISBN.</source>
        <translation>未找到 {barcode}：没有单册使用此条码号，也没有书目记录使用此 ISBN。</translation>
    </message>
    <message>
        <source>A record has this ISBN, but no items yet.</source>
        <translation>有书目记录使用此 ISBN，但尚无单册。</translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n in the list (select some with Shift or Ctrl)</source>
        <translation>
            <numerusform>列表中全部 %n 件（按住 Shift 或 Ctrl 可选部分）</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept matches from</source>
        <translation>接受匹配，至少</translation>
    </message>
    <message>
        <source>Attach every scan whose match is at least this sure (Shift+A)</source>
        <translation>将把握不低于此值的匹配全部附加到记录 (Shift+A)</translation>
    </message>
    <message>
        <source>Create all</source>
        <translation>全部新建</translation>
    </message>
    <message>
        <source>Make a record of every draft that is not in the library yet (Shift+N)</source>
        <translation>将馆藏中没有的草稿全部建为记录 (Shift+N)</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>全部跳过</translation>
    </message>
    <message>
        <source>Leave all of them aside (Shift+S)</source>
        <translation>全部搁置 (Shift+S)</translation>
    </message>
    <message numerus="yes">
        <source>Try %n failed again</source>
        <translation>
            <numerusform>重试失败的 %n 件</numerusform>
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
            <numerusform>已处理 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left in the queue</source>
        <translation>
            <numerusform>%n 件留在队列</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 件失败</numerusform>
        </translation>
    </message>
    <message>
        <source>U takes it back</source>
        <translation>按 U 撤销</translation>
    </message>
</context>
<context>
    <name>BulkEditDialog</name>
    <message>
        <source>Looking through the records…</source>
        <translation>正在查看记录…</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Afterwards</source>
        <translation>修改后</translation>
    </message>
    <message>
        <source>Press “Look first” to see what would change.</source>
        <translation>请按“先预览”查看将会改动的内容。</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>{changed} of {matched} records would change.</source>
        <translation>{matched} 条记录中有 {changed} 条将被修改。</translation>
    </message>
    <message numerus="yes">
        <source>Change %n record(s)</source>
        <translation>
            <numerusform>修改 %n 条记录</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected record(s)</source>
        <translation>
            <numerusform>选中的 %n 条记录</numerusform>
        </translation>
    </message>
    <message>
        <source>All that “{query}” finds</source>
        <translation>检索“{query}”得到的全部记录</translation>
    </message>
    <message>
        <source>All records of the library</source>
        <translation>全部馆藏记录</translation>
    </message>
    <message>
        <source>Bulk edit</source>
        <translation>批量编辑</translation>
    </message>
    <message>
        <source>First see what would change in each record; then change all in one step that can be undone.</source>
        <translation>先查看每条记录将如何改动，再一次性全部修改；整个修改可一步撤销。</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Scheme</source>
        <translation>体系</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>新内容</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>for items: only where it says this now</source>
        <translation>馆藏：仅修改当前为此值的单册</translation>
    </message>
    <message>
        <source>Look first</source>
        <translation>先预览</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Records that would change</source>
        <translation>将被修改的记录</translation>
    </message>
</context>
<context>
    <name>CallNumberBuilder</name>
    <message>
        <source>Book number</source>
        <translation>书次号</translation>
    </message>
    <message>
        <source>Reading of the name</source>
        <translation>姓名读音</translation>
    </message>
    <message>
        <source>Third line</source>
        <translation>第三行</translation>
    </message>
    <message>
        <source>As the house does</source>
        <translation>按本馆惯例</translation>
    </message>
    <message>
        <source>Running number (种次号)</source>
        <translation>种次号</translation>
    </message>
    <message>
        <source>Author number (著者号)</source>
        <translation>著者号</translation>
    </message>
    <message>
        <source>Author&apos;s initials</source>
        <translation>著者首字母</translation>
    </message>
    <message>
        <source>year or volume, where wanted</source>
        <translation>需要时填年份或卷次</translation>
    </message>
    <message numerus="yes">
        <source>Taken: %n other record(s) have this call number ({ids}).</source>
        <translation>
            <numerusform>已被占用：另有 %n 条记录使用此索书号（{ids}）。</numerusform>
        </translation>
    </message>
    <message>
        <source>No other record has this call number.</source>
        <translation>没有其他记录使用此索书号。</translation>
    </message>
</context>
<context>
    <name>Care</name>
    <message>
        <source>Viewer</source>
        <translation>读者</translation>
    </message>
    <message>
        <source>Cataloguer</source>
        <translation>编目员</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Owner of the folder</source>
        <translation>文件夹所有者</translation>
    </message>
    <message>
        <source>Titles</source>
        <translation>题名</translation>
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
        <translation>内存精确检索</translation>
    </message>
    <message>
        <source>approximate search (hnswlib)</source>
        <translation>近似检索（hnswlib）</translation>
    </message>
    <message>
        <source>approximate search (usearch)</source>
        <translation>近似检索（usearch）</translation>
    </message>
    <message>
        <source>records</source>
        <translation>记录</translation>
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
        <translation>审计日志行数</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>Saved indexes</source>
        <translation>已存索引</translation>
    </message>
    <message>
        <source>Vectors and encoders</source>
        <translation>向量与编码器</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Lost cover files</source>
        <translation>丢失的封面文件</translation>
    </message>
    <message>
        <source>Damaged cover files</source>
        <translation>损坏的封面文件</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>Files that nothing names</source>
        <translation>无归属的文件</translation>
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
        <translation>修复将从原图重新生成缩略图。</translation>
    </message>
    <message>
        <source>Repair deletes these files. No record and no step that can be undone needs them.</source>
        <translation>修复将删除这些文件；没有记录或可撤销的步骤用到它们。</translation>
    </message>
    <message>
        <source>Repair indexes the words of all records anew.</source>
        <translation>修复将为所有记录重建全文索引。</translation>
    </message>
    <message>
        <source>Repair makes the missing vectors.</source>
        <translation>修复将生成缺少的向量。</translation>
    </message>
    <message>
        <source>Repair makes the missing vectors of covers.</source>
        <translation>修复将生成缺少的封面向量。</translation>
    </message>
    <message>
        <source>Repair reads these covers.</source>
        <translation>修复将识读这些封面。</translation>
    </message>
    <message>
        <source>Repair deletes these vectors. Those of the encoder in use stay.</source>
        <translation>修复将删除这些向量；在用编码器的向量保留。</translation>
    </message>
    <message>
        <source>Repair deletes these vectors and makes them again.</source>
        <translation>修复将删除这些向量并重新生成。</translation>
    </message>
    <message>
        <source>Repair deletes this file. It can be made again.</source>
        <translation>修复将删除此文件；它可以重新生成。</translation>
    </message>
    <message>
        <source>Repair deletes this file. It is made again when needed.</source>
        <translation>修复将删除此文件；需要时会重新生成。</translation>
    </message>
    <message>
        <source>Repair cannot mend this. Restore the newest backup that verifies, and keep the present folder.</source>
        <translation>无法修复。请恢复最近一个校验通过的备份，并保留当前文件夹。</translation>
    </message>
    <message>
        <source>Repair cannot bring it back. Restore it from a backup, or scan the cover again.</source>
        <translation>无法修复。请从备份恢复，或重新扫描封面。</translation>
    </message>
    <message>
        <source>The device page and the models page say more.</source>
        <translation>“设备”页和“编码器”页有更多说明。</translation>
    </message>
    <message>
        <source>Repair does nothing here: it would hide what happened.</source>
        <translation>此处不作修复，以免掩盖所发生的事。</translation>
    </message>
    <message>
        <source>Changes to the catalogue</source>
        <translation>目录改动</translation>
    </message>
    <message>
        <source>Exports and backups</source>
        <translation>导出与备份</translation>
    </message>
    <message>
        <source>Training and encoders</source>
        <translation>训练与编码器</translation>
    </message>
    <message>
        <source>People and sign-ins</source>
        <translation>人员与登录</translation>
    </message>
    <message>
        <source>Settings and repairs</source>
        <translation>设置与修复</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Encoder promoted</source>
        <translation>编码器启用</translation>
    </message>
    <message>
        <source>Encoder promoted against the gate</source>
        <translation>编码器未过门限而启用</translation>
    </message>
    <message>
        <source>Encoder chosen</source>
        <translation>编码器选用</translation>
    </message>
    <message>
        <source>Encoder rolled back</source>
        <translation>编码器回退</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Backup verified</source>
        <translation>备份校验</translation>
    </message>
    <message>
        <source>Restore tried</source>
        <translation>试恢复</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Index rebuilt</source>
        <translation>索引重建</translation>
    </message>
    <message>
        <source>Settings changed</source>
        <translation>设置更改</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Failed to sign in</source>
        <translation>登录失败</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Roles turned on</source>
        <translation>启用角色</translation>
    </message>
    <message>
        <source>Roles turned off</source>
        <translation>停用角色</translation>
    </message>
    <message>
        <source>Account added</source>
        <translation>添加账户</translation>
    </message>
    <message>
        <source>Account removed</source>
        <translation>移除账户</translation>
    </message>
    <message>
        <source>Role changed</source>
        <translation>更改角色</translation>
    </message>
    <message>
        <source>Own password changed</source>
        <translation>更改自己的密码</translation>
    </message>
    <message>
        <source>Password reset</source>
        <translation>重设密码</translation>
    </message>
    <message>
        <source>Feedback deleted</source>
        <translation>删除反馈</translation>
    </message>
</context>
<context>
    <name>CareControl</name>
    <message>
        <source>The engine stops and starts again. Confirmed work is safe.</source>
        <translation>引擎正在停止并重新启动。已确认的工作不受影响。</translation>
    </message>
    <message>
        <source>The last backup of this library is of {when}.</source>
        <translation>本馆藏库的上次备份时间为 {when}。</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Restored: {n} records. What was there before is in the folder {folder}.</source>
        <translation>已恢复：{n} 条记录。原有内容保存在文件夹 {folder} 中。</translation>
    </message>
    <message>
        <source>Nothing was restored.</source>
        <translation>未恢复任何内容。</translation>
    </message>
</context>
<context>
    <name>CheckSection</name>
    <message>
        <source>Check and repair</source>
        <translation>检查与修复</translation>
    </message>
    <message>
        <source>Compares database, cover files, full text, vectors, index files, encoders and the audit log. Checking changes nothing.</source>
        <translation>核对数据库、封面文件、全文索引、向量、索引文件、编码器和审计日志。检查不作任何改动。</translation>
    </message>
    <message>
        <source>Check the library</source>
        <translation>检查馆藏库</translation>
    </message>
    <message>
        <source>Repair…</source>
        <translation>修复…</translation>
    </message>
    <message>
        <source>The library was not checked since this window opened.</source>
        <translation>自打开此窗口以来尚未检查。</translation>
    </message>
    <message>
        <source>Everything that was found is repaired.</source>
        <translation>发现的问题均已修复。</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) do not fit together.</source>
        <translation>
            <numerusform>%n 处不相符。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them can be repaired.</source>
        <translation>
            <numerusform>其中 %n 处可以修复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Looked at:</source>
        <translation>已检查：</translation>
    </message>
    <message>
        <source>Repaired.</source>
        <translation>已修复。</translation>
    </message>
    <message>
        <source>Repair the library?</source>
        <translation>修复馆藏库？</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
</context>
<context>
    <name>ClassDialog</name>
    <message>
        <source>Class and call number</source>
        <translation>分类号与索书号</translation>
    </message>
    <message>
        <source>From the nearest records of this library, with how sure it is and why. You decide.</source>
        <translation>根据本馆最相近的记录提出建议，并说明把握与依据，由您决定。</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>全部类目</translation>
    </message>
    <message>
        <source>Use this class</source>
        <translation>采用此类</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The holdings propose nothing for this record; choose a class from the tree.</source>
        <translation>馆藏中没有可供参考的记录，请从类目树中选择。</translation>
    </message>
</context>
<context>
    <name>ClassTree</name>
    <message>
        <source>Records</source>
        <translation>记录数</translation>
    </message>
    <message>
        <source>Classes of CLC</source>
        <translation>中图法类目</translation>
    </message>
</context>
<context>
    <name>ColumnTable</name>
    <message>
        <source>The first records of the file</source>
        <translation>文件中的前几条记录</translation>
    </message>
    <message>
        <source>Field of column {column}</source>
        <translation>“{column}”列对应的字段</translation>
    </message>
    <message>
        <source>(leave out)</source>
        <translation>（不导入）</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>The scan</source>
        <translation>扫描图</translation>
    </message>
    <message>
        <source>In the library</source>
        <translation>馆藏记录</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>新记录</translation>
    </message>
    <message>
        <source>This file cannot be used</source>
        <translation>这个文件无法使用</translation>
    </message>
    <message>
        <source>Not in this library</source>
        <translation>馆藏中没有</translation>
    </message>
    <message>
        <source>This very scan is already a cover of this record.</source>
        <translation>这张扫描图已经是该记录的封面。</translation>
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
        <translation>图像 {percent}</translation>
    </message>
    <message numerus="yes">
        <source>%n common point(s)</source>
        <translation>
            <numerusform>%n 个相同特征点</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found in this library. Accepting creates the record below; correct it first if needed.</source>
        <translation>馆藏中未找到。接受即按下方草稿新建记录；如有需要，请先更正。</translation>
    </message>
    <message>
        <source>barcode {isbn}</source>
        <translation>条码 {isbn}</translation>
    </message>
    <message>
        <source>On the scan</source>
        <translation>扫描图上</translation>
    </message>
    <message>
        <source>In the record</source>
        <translation>记录中</translation>
    </message>
    <message>
        <source>Candidates (1–6); 0 is a new record</source>
        <translation>候选记录（按 1–6 选择，0 为新记录）</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>候选记录</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of the record found on the scan (filled)</source>
        <translation>
            <numerusform>扫描件上有 %n 行与记录相符（着色）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) agree with the stored cover</source>
        <translation>
            <numerusform>%n 个特征点与馆藏封面吻合</numerusform>
        </translation>
    </message>
    <message>
        <source>the frame on the cover shows where they differ most</source>
        <translation>封面上的方框为差异最大处</translation>
    </message>
    <message>
        <source>In the library: “{title}”</source>
        <translation>馆藏中有：“{title}”</translation>
    </message>
</context>
<context>
    <name>ComparisonSection</name>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>A candidate answers test questions about works that no training has seen; so do the encoder in use and the untuned one. Only a proven gain without a loss elsewhere is recommended.</source>
        <translation>用从未参与训练的作品出题，由候选编码器、现用编码器和未调优的编码器分别作答。只有确实改善且别处无损失时，才建议启用。</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>beside</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>对照的编码器</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>开始对比</translation>
    </message>
    <message>
        <source>Put into use</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>放弃…</translation>
    </message>
    <message>
        <source>Use anyway</source>
        <translation>仍然启用</translation>
    </message>
    <message>
        <source>Why use it against the advice? This is kept in the history.</source>
        <translation>为何不按建议启用？理由将记入历史。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>还没有可对比的编码器</translation>
    </message>
    <message>
        <source>Train the encoder on your holdings, or install one from a file; it then appears here.</source>
        <translation>用馆藏训练编码器，或从文件安装一个，之后便会出现在这里。</translation>
    </message>
    <message>
        <source>Improve search on our holdings</source>
        <translation>用本馆馆藏改进检索</translation>
    </message>
    <message>
        <source>Encoders laid side by side</source>
        <translation>并排比较过的编码器</translation>
    </message>
    <message>
        <source>Discard {name}?</source>
        <translation>放弃“{name}”？</translation>
    </message>
    <message>
        <source>The candidate and its training are deleted; this cannot be undone.</source>
        <translation>候选编码器及其训练将被删除，且无法撤销。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>the encoder in use</source>
        <translation>现用编码器</translation>
    </message>
    <message>
        <source>the untuned encoder</source>
        <translation>未调优的编码器</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>{name} (deleted)</source>
        <translation>{name}（已删除）</translation>
    </message>
    <message>
        <source>{name} is in use now. Search was never interrupted.</source>
        <translation>现已启用“{name}”。检索未曾中断。</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回退</translation>
    </message>
    <message>
        <source>Nothing was changed: the comparison advises against it.</source>
        <translation>未作更改：对比结果不建议启用。</translation>
    </message>
    <message>
        <source>The candidate was discarded.</source>
        <translation>候选编码器已放弃。</translation>
    </message>
    <message>
        <source>These are the same encoder. Choose two different ones.</source>
        <translation>两边是同一个编码器。请选择两个不同的编码器。</translation>
    </message>
    <message>
        <source>These two were not compared yet, or have changed since.</source>
        <translation>这两个编码器尚未比较过，或比较之后有了变化。</translation>
    </message>
    <message>
        <source>This encoder is in use.</source>
        <translation>此编码器正在使用。</translation>
    </message>
    <message>
        <source>It was not compared yet. That takes about as long as reading your test covers once.</source>
        <translation>尚未对比。所需时间大致相当于把测试封面读一遍。</translation>
    </message>
</context>
<context>
    <name>ConvertDialog</name>
    <message>
        <source>Convert a file</source>
        <translation>转换文件</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>To</source>
        <translation>目标</translation>
    </message>
    <message numerus="yes">
        <source>%n rejected, kept in {files}.</source>
        <translation>
            <numerusform>拒绝 %n 条，已存入 {files}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CopyDialog</name>
    <message>
        <source>No title could be read on the cover.</source>
        <translation>封面上未能读出题名。</translation>
    </message>
    <message>
        <source>None of them has such a record. Try the title, or another number.</source>
        <translation>所查目录均无此记录。请改用题名或其他号码。</translation>
    </message>
    <message>
        <source>The cover</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Already in the library</source>
        <translation>馆藏中已有</translation>
    </message>
    <message>
        <source>May be in the library already</source>
        <translation>馆藏中可能已有</translation>
    </message>
    <message>
        <source>Choose a scan of the cover</source>
        <translation>选择封面扫描图</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Copy cataloguing</source>
        <translation>套录编目</translation>
    </message>
    <message>
        <source>Reads the cover, asks other catalogues only when you press Search, and changes nothing by itself.</source>
        <translation>识读封面；仅在按下“检索”后查询其他目录；不会自行改动任何内容。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Choose a cover…</source>
        <translation>选择封面…</translation>
    </message>
    <message>
        <source>Edit the sources…</source>
        <translation>编辑来源…</translation>
    </message>
    <message>
        <source>Records found</source>
        <translation>查到的记录</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Take the ticked fields</source>
        <translation>采用勾选字段</translation>
    </message>
    <message>
        <source>Take all</source>
        <translation>全部采用</translation>
    </message>
    <message>
        <source>Store as it is, with its MARC</source>
        <translation>连同 MARC 原样存入</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This library is set to contact nobody (offline). The cover can be read all the same.</source>
        <translation>本馆设为离线，不联系任何外部目录；仍可识读封面。</translation>
    </message>
</context>
<context>
    <name>CopyingControl</name>
    <message>
        <source>The form is filled. Look it through and save it.</source>
        <translation>表单已填好，请核对后保存。</translation>
    </message>
</context>
<context>
    <name>CoverMenu</name>
    <message>
        <source>Turn right</source>
        <translation>向右旋转</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>向左旋转</translation>
    </message>
    <message>
        <source>Turn upside down</source>
        <translation>旋转 180°</translation>
    </message>
    <message>
        <source>Make it the main cover</source>
        <translation>设为主封面</translation>
    </message>
    <message>
        <source>Move forward</source>
        <translation>前移</translation>
    </message>
    <message>
        <source>Move back</source>
        <translation>后移</translation>
    </message>
    <message>
        <source>Read again with {engine}</source>
        <translation>用 {engine} 重新识别</translation>
    </message>
</context>
<context>
    <name>CoverView</name>
    <message>
        <source>Cover scan</source>
        <translation>封面扫描</translation>
    </message>
    <message>
        <source>Wheel or + and - to zoom, 0 to fit, drag to move</source>
        <translation>滚轮或 + - 缩放，0 适合窗口，拖动可移动</translation>
    </message>
</context>
<context>
    <name>DataAdviceView</name>
    <message>
        <source>Enough: even a small improvement can be proven.</source>
        <translation>数据充足：小幅改善也能得到证实。</translation>
    </message>
    <message>
        <source>{n} works have covers; {wanted} would make the outcome reliable.</source>
        <translation>{n} 种作品有封面；达到 {wanted} 种，结果才可靠。</translation>
    </message>
    <message>
        <source>{n} works were confirmed in searches; {wanted} would be reliable.</source>
        <translation>{n} 种作品在检索中得到确认；达到 {wanted} 种才可靠。</translation>
    </message>
    <message>
        <source>Only {n} works have covers: from {wanted} on a gain can be judged.</source>
        <translation>只有 {n} 种作品有封面：至少 {wanted} 种才能判断是否改善。</translation>
    </message>
    <message>
        <source>Only {n} works are in both languages: from {wanted} on a gain can be judged.</source>
        <translation>只有 {n} 种作品有中英文对照：至少 {wanted} 种才能判断是否改善。</translation>
    </message>
    <message>
        <source>Only {n} works were confirmed: from {wanted} on a gain can be judged.</source>
        <translation>只有 {n} 种作品得到确认：至少 {wanted} 种才能判断是否改善。</translation>
    </message>
    <message>
        <source>No covers yet: scan some, or import them with the records.</source>
        <translation>还没有封面：请扫描，或随记录一并导入。</translation>
    </message>
    <message>
        <source>No words were read on covers yet.</source>
        <translation>还没有识别封面文字。</translation>
    </message>
    <message>
        <source>No titles in both languages yet: add parallel titles.</source>
        <translation>还没有中英文对照题名：请补充并列题名。</translation>
    </message>
    <message>
        <source>No searches were confirmed yet; not needed to begin.</source>
        <translation>还没有经确认的检索；开始训练并不需要。</translation>
    </message>
    <message>
        <source>{n} works have words on covers; {wanted} would be reliable.</source>
        <translation>{n} 种作品的封面文字已识别；达到 {wanted} 种才可靠。</translation>
    </message>
    <message>
        <source>{n} works are in both languages; {wanted} would be reliable.</source>
        <translation>{n} 种作品有中英文对照；达到 {wanted} 种才可靠。</translation>
    </message>
    <message>
        <source>Only {n} works have words on covers: from {wanted} on a gain can be judged.</source>
        <translation>只有 {n} 种作品的封面文字已识别：至少 {wanted} 种才能判断是否改善。</translation>
    </message>
</context>
<context>
    <name>DecisionView</name>
    <message>
        <source>{measure}, on works that none of them was trained on</source>
        <translation>{measure}，题目取自三者均未训练过的作品</translation>
    </message>
    <message>
        <source>Questions answered better</source>
        <translation>答得更好的题目</translation>
    </message>
    <message>
        <source>Questions answered worse</source>
        <translation>答得更差的题目</translation>
    </message>
    <message>
        <source>Test questions</source>
        <translation>测试题类型</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>题数</translation>
    </message>
    <message>
        <source>Untuned</source>
        <translation>未调优</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>现用</translation>
    </message>
    <message>
        <source>“{first}” and “{second}” do not differ by more than chance: {difference}.</source>
        <translation>“{first}”与“{second}”的差别不超出偶然：{difference}。</translation>
    </message>
    <message>
        <source>“{first}” is better than “{second}”: {difference}.</source>
        <translation>“{first}”优于“{second}”：{difference}。</translation>
    </message>
    <message>
        <source>“{first}” is worse than “{second}”: {difference}.</source>
        <translation>“{first}”不如“{second}”：{difference}。</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Dot: mean difference. Bar: 90 % interval. Right of the line: better.</source>
        <translation>圆点：平均差；横条：90% 区间；竖线右侧为更好。</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>{n} questions about {works} works</source>
        <translation>{n} 道题，涉及 {works} 种作品</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
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
        <translation>编码</translation>
    </message>
</context>
<context>
    <name>DeviceSection</name>
    <message>
        <source>Looking at the machine and computing a little on each device…</source>
        <translation>正在检查此机，并在各设备上试算…</translation>
    </message>
    <message>
        <source>The engine starts again with it</source>
        <translation>引擎将随之重新启动</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Encoders and training run on the graphics processor where one works.</source>
        <translation>有可用的图形处理器时，编码与训练在其上运行。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Graphics processor</source>
        <translation>图形处理器</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>In use now</source>
        <translation>目前使用</translation>
    </message>
    <message>
        <source>nothing yet: the encoders are loading</source>
        <translation>尚无：编码器正在载入</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>驱动</translation>
    </message>
    <message>
        <source>{free} of {total} GiB free</source>
        <translation>可用 {free} / 共 {total} GiB</translation>
    </message>
    <message>
        <source>Its memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Compute capability</source>
        <translation>计算能力</translation>
    </message>
    <message>
        <source>none that NVIDIA&apos;s driver knows</source>
        <translation>NVIDIA 驱动未发现任何设备</translation>
    </message>
    <message>
        <source>without CUDA</source>
        <translation>不含 CUDA</translation>
    </message>
    <message>
        <source>Test computation</source>
        <translation>试算</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>有误</translation>
    </message>
    <message>
        <source>differs by {n}</source>
        <translation>偏差 {n}</translation>
    </message>
    <message>
        <source>{cores} cores, {threads} for the encoders</source>
        <translation>{cores} 个核心，编码器使用 {threads} 个</translation>
    </message>
    <message>
        <source>no bfloat16</source>
        <translation>不支持 bfloat16</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disk of the library</source>
        <translation>馆藏库磁盘</translation>
    </message>
    <message>
        <source>Reads covers</source>
        <translation>封面识读</translation>
    </message>
    <message>
        <source>no engine found</source>
        <translation>未找到引擎</translation>
    </message>
    <message>
        <source>Chinese fonts</source>
        <translation>中文字体</translation>
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
        <translation>系统</translation>
    </message>
    <message>
        <source>The report is on the clipboard.</source>
        <translation>报告已复制到剪贴板。</translation>
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
        <translation>差异</translation>
    </message>
    <message>
        <source>In the library</source>
        <translation>馆藏中</translation>
    </message>
    <message>
        <source>After the import</source>
        <translation>导入后</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Drop cover scans here</source>
        <translation>把封面扫描拖到这里</translation>
    </message>
    <message>
        <source>Photos, PDFs, folders; Ctrl+V pastes</source>
        <translation>照片、PDF、文件夹；Ctrl+V 粘贴</translation>
    </message>
</context>
<context>
    <name>DryRunStep</name>
    <message>
        <source>Dry run</source>
        <translation>试运行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <source>Records of the chosen kind</source>
        <translation>所选类别的记录</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Reading and comparing; the library is not changed.</source>
        <translation>正在读取并比对；馆藏不作任何改动。</translation>
    </message>
    <message>
        <source>This is what the import would do. Nothing has been changed yet.</source>
        <translation>以下是导入将要做的事。目前尚未作任何改动。</translation>
    </message>
    <message>
        <source>The dry run was stopped; nothing was changed. Run it again to go on.</source>
        <translation>试运行已停止，未作任何改动。请重新运行后继续。</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) would get a clearly different title.</source>
        <translation>
            <numerusform>有 %n 条记录的题名将变为明显不同的题名。</numerusform>
        </translation>
    </message>
    <message>
        <source>They will be updated.</source>
        <translation>这些记录将被更新。</translation>
    </message>
    <message>
        <source>What is to become of them?</source>
        <translation>请决定如何处理。</translation>
    </message>
    <message>
        <source>Update them</source>
        <translation>照常更新</translation>
    </message>
    <message>
        <source>Hold them back</source>
        <translation>暂不导入</translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>（无题名）</translation>
    </message>
    <message>
        <source>Record {position} of {file}.</source>
        <translation>{file}，记录 {position}。</translation>
    </message>
    <message>
        <source>Found by {rule}, {score}.</source>
        <translation>匹配依据：{rule}，{score}。</translation>
    </message>
    <message>
        <source>The title would become a different one.</source>
        <translation>题名将变为不同的题名。</translation>
    </message>
    <message>
        <source>The description stays as it is; the record in the file is stored as its source.</source>
        <translation>著录内容不变；文件中的记录将存为其源记录。</translation>
    </message>
    <message>
        <source>Becomes a new record.</source>
        <translation>将成为新记录。</translation>
    </message>
</context>
<context>
    <name>DuplicateWarning</name>
    <message>
        <source>Already in the library?</source>
        <translation>馆藏中已有？</translation>
    </message>
    <message>
        <source>“{title}” may be in the library already</source>
        <translation>馆藏中可能已有“{title}”</translation>
    </message>
    <message>
        <source>Attach the scan to one of these records, or create a new one all the same.</source>
        <translation>请将扫描件附加到以下某条记录，或仍然新建。</translation>
    </message>
    <message>
        <source>Attach to this record</source>
        <translation>附加到此记录</translation>
    </message>
    <message>
        <source>Create anyway</source>
        <translation>仍然新建</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Records that are like it</source>
        <translation>相似的记录</translation>
    </message>
</context>
<context>
    <name>DuplicatesPage</name>
    <message numerus="yes">
        <source>%n suspected duplicate(s)</source>
        <translation>
            <numerusform>%n 对疑似重复</numerusform>
        </translation>
    </message>
    <message>
        <source>The library has not been searched for duplicates yet.</source>
        <translation>本馆藏尚未查重。</translation>
    </message>
    <message>
        <source>Searched {time}</source>
        <translation>查重时间 {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) changed since</source>
        <translation>
            <numerusform>此后有 %n 条记录变动</numerusform>
        </translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>开始查重</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>重新查重</translation>
    </message>
    <message>
        <source>Duplicates: same scan or edition</source>
        <translation>重复：同一扫描件或版本</translation>
    </message>
    <message>
        <source>Everything suspected</source>
        <translation>全部疑似</translation>
    </message>
    <message>
        <source>Verdicts shown</source>
        <translation>显示的判定</translation>
    </message>
    <message>
        <source>Suspect pairs</source>
        <translation>疑似重复的记录对</translation>
    </message>
    <message>
        <source>{first}–{last} of {total}</source>
        <translation>{first}–{last} / {total}</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Not a duplicate</source>
        <translation>非重复</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>合并…</translation>
    </message>
    <message>
        <source>Open left</source>
        <translation>打开左侧</translation>
    </message>
    <message>
        <source>Open right</source>
        <translation>打开右侧</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Look for records that describe one book</source>
        <translation>查找著录同一图书的记录</translation>
    </message>
    <message>
        <source>Titles, names, numbers, years and covers are compared. Nothing is changed by the search.</source>
        <translation>比对题名、责任者、编号、年份和封面。查重不改动任何记录。</translation>
    </message>
    <message>
        <source>Nothing to decide here</source>
        <translation>没有待判断的记录对</translation>
    </message>
    <message>
        <source>No pair of this kind is suspected, or all are answered.</source>
        <translation>没有此类疑似重复，或均已判断。</translation>
    </message>
    <message>
        <source>Remembered: no duplicates. They will not be suspected again.</source>
        <translation>已记住：非重复。今后不再提示。</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>This cannot be used as it is</source>
        <translation>所给内容无法直接使用</translation>
    </message>
    <message>
        <source>This clashes with something that is already there</source>
        <translation>与已有内容冲突</translation>
    </message>
    <message>
        <source>Something stored does not fit together</source>
        <translation>已存数据彼此不符</translation>
    </message>
    <message>
        <source>The computer got in the way</source>
        <translation>本机环境出了问题</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>操作未成功</translation>
    </message>
    <message>
        <source>This is a fault in the program</source>
        <translation>程序出现故障</translation>
    </message>
    <message>
        <source>Your library is safe: every change is stored whole or not at all. You can go on working. The details were written to {folder}; please send them along when you report it.</source>
        <translation>馆藏数据是安全的：每次改动要么完整保存，要么完全不保存。您可以继续工作。详情已写入 {folder}，反馈时请一并附上。</translation>
    </message>
    <message>
        <source>Your records are safe: what does not fit can be made again from them, or restored from a backup.</source>
        <translation>书目记录是安全的：不相符的部分可以据此重新生成，或从备份恢复。</translation>
    </message>
    <message>
        <source>What was confirmed before is stored and safe.</source>
        <translation>此前已确认的内容均已保存，是安全的。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>没有作任何更改。</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>EvaluationSection</name>
    <message>
        <source>Evaluation</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>A collection is a folder of records, questions and the right answers. If you have none, the program makes one of your own covers and titles, disturbed as photographs and hasty typing disturb them.</source>
        <translation>测试集是包含记录、题目和正确答案的文件夹。如果没有，程序可用本馆的封面和题名生成一个，并模拟拍照失真和输入错误。</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>Folder with records.jsonl, queries.jsonl and qrels.tsv</source>
        <translation>含有 records.jsonl、queries.jsonl 和 qrels.tsv 的文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>From our holdings</source>
        <translation>用馆藏生成</translation>
    </message>
    <message>
        <source>Make test questions of this library&apos;s covers and titles</source>
        <translation>用本馆的封面和题名生成测试题</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>更多…</translation>
    </message>
    <message>
        <source>Training steps</source>
        <translation>训练步数</translation>
    </message>
    <message>
        <source>These are trained on a part of the collection first and asked the rest; that can take hours.</source>
        <translation>这些系统须先用测试集的一部分训练，再以其余部分出题，可能需要数小时。</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>出题方式</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Nothing was measured yet.</source>
        <translation>还没有评测过。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Choose a collection folder</source>
        <translation>选择测试集文件夹</translation>
    </message>
    <message>
        <source>Export reports</source>
        <translation>导出报告</translation>
    </message>
    <message>
        <source>the one in use</source>
        <translation>现用编码器</translation>
    </message>
    <message>
        <source>Written to {file}</source>
        <translation>已写入 {file}</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>评测系统</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>No collection chosen.</source>
        <translation>尚未选择测试集。</translation>
    </message>
    <message>
        <source>{records} records, {queries} questions</source>
        <translation>{records} 条记录，{queries} 道题</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>records</source>
        <translation>书目记录</translation>
    </message>
    <message>
        <source>Export records</source>
        <translation>导出记录</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message numerus="yes">
        <source>All %n record(s)</source>
        <translation>
            <numerusform>全部 %n 条记录</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The present search (%n)</source>
        <translation>
            <numerusform>当前检索结果（%n）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The selected (%n)</source>
        <translation>
            <numerusform>所选记录（%n）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FacetPanel</name>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
</context>
<context>
    <name>FacetsModel</name>
    <message>
        <source>chosen</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>收起</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FeedbackBar</name>
    <message>
        <source>You said: this is it. It stands first in this search.</source>
        <translation>您已确认就是这本，在本次检索中排在最前。</translation>
    </message>
    <message>
        <source>You said: not this. It stands last in this search.</source>
        <translation>您已表示不是这本，在本次检索中排在最后。</translation>
    </message>
    <message>
        <source>Is this what you were looking for?</source>
        <translation>这是您要找的吗？</translation>
    </message>
</context>
<context>
    <name>FeedbackList</name>
    <message>
        <source>Filter by what was asked, or by whom</source>
        <translation>按检索词或操作人筛选</translation>
    </message>
    <message>
        <source>Everything said</source>
        <translation>全部反馈</translation>
    </message>
    <message>
        <source>Kind of feedback</source>
        <translation>反馈类型</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>反馈记录</translation>
    </message>
    <message>
        <source>Delete selected</source>
        <translation>删除所选</translation>
    </message>
    <message>
        <source>Delete all…</source>
        <translation>全部删除…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) of feedback were exported</source>
        <translation>
            <numerusform>已导出 %n 条反馈</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing said fits this filter</source>
        <translation>没有符合筛选条件的反馈</translation>
    </message>
    <message>
        <source>Try other words, or everything.</source>
        <translation>请换用其他词语，或选择全部反馈。</translation>
    </message>
    <message>
        <source>Nobody has said anything yet</source>
        <translation>尚无任何反馈</translation>
    </message>
    <message>
        <source>Select a result and press “This is it” or “Not this” beside it.</source>
        <translation>选中一条检索结果，点按旁边的“就是这本”或“不是这本”。</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) of feedback were deleted</source>
        <translation>
            <numerusform>已删除 %n 条反馈</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete all feedback</source>
        <translation>删除全部反馈</translation>
    </message>
    <message>
        <source>Delete all feedback in this library?</source>
        <translation>要删除本馆藏库的全部反馈吗？</translation>
    </message>
    <message>
        <source>This cannot be undone. Records, and weights learned already, stay as they are.</source>
        <translation>此操作无法撤销。书目记录和已学得的权重保持不变。</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Export feedback</source>
        <translation>导出反馈</translation>
    </message>
    <message>
        <source>Spreadsheet (*.csv);;JSON lines (*.jsonl)</source>
        <translation>电子表格 (*.csv);;JSON 行 (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>FeedbackModel</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>Said</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>Shown first</source>
        <translation>排在前面的结果</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Scan {name}</source>
        <translation>扫描 {name}</translation>
    </message>
    <message>
        <source>a deleted record</source>
        <translation>已删除的记录</translation>
    </message>
</context>
<context>
    <name>FeedbackSection</name>
    <message>
        <source>Feedback</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>What people say about results improves the order of later ones and gives examples for fine-tuning. It is kept in this library only and never leaves this computer.</source>
        <translation>对检索结果的反馈用于改进以后的排序，并为微调提供样例。反馈只保存在本馆藏库中，不会离开本机。</translation>
    </message>
    <message>
        <source>Record feedback</source>
        <translation>记录反馈</translation>
    </message>
    <message>
        <source>Let it improve the order of results</source>
        <translation>用反馈改进结果排序</translation>
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
        <translation>反馈保留天数</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>反馈记录</translation>
    </message>
    <message>
        <source>What was learned</source>
        <translation>学习结果</translation>
    </message>
</context>
<context>
    <name>FieldChoice</name>
    <message>
        <source>Take</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>In your draft</source>
        <translation>草稿中</translation>
    </message>
    <message>
        <source>There</source>
        <translation>来源中</translation>
    </message>
    <message>
        <source>Fields that can be taken over</source>
        <translation>可采用的字段</translation>
    </message>
</context>
<context>
    <name>FileChoices</name>
    <message>
        <source>Choose cover scans</source>
        <translation>选择封面扫描</translation>
    </message>
    <message>
        <source>Choose a folder of scans</source>
        <translation>选择扫描文件夹</translation>
    </message>
    <message>
        <source>Search by an image</source>
        <translation>用图片检索</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>书目记录</translation>
    </message>
    <message>
        <source>Import records</source>
        <translation>导入书目记录</translation>
    </message>
    <message>
        <source>Open a library folder, or an empty one to start</source>
        <translation>打开馆藏库文件夹，或选一个空文件夹新建</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Images and PDFs</source>
        <translation>图片和 PDF</translation>
    </message>
</context>
<context>
    <name>FilesStep</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Each file&apos;s format is told from its content. Drop further files here; all are one undoable import.</source>
        <translation>格式按文件内容识别。可将更多文件拖到此处；所有文件作为一次导入，可一步撤销。</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>读取格式</translation>
    </message>
    <message>
        <source>As recognised</source>
        <translation>按识别结果</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Remove the file from the list to go on.</source>
        <translation>请将该文件从列表中移除后继续。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>about {n}</source>
        <translation>约 {n}</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Clear all filters</source>
        <translation>清除全部筛选</translation>
    </message>
    <message>
        <source>Remove the filter {filter}</source>
        <translation>去掉筛选“{filter}”</translation>
    </message>
</context>
<context>
    <name>FineTuningSection</name>
    <message>
        <source>Improve search on our holdings</source>
        <translation>用本馆馆藏改进检索</translation>
    </message>
    <message>
        <source>The encoder learns from this library&apos;s own covers, titles and confirmed searches. Search does not change until you have compared the outcome and put it into use. Nothing leaves this computer.</source>
        <translation>编码器从本馆的封面、题名和经确认的检索中学习。在您对比结果并启用之前，检索不会改变。数据不会离开本机。</translation>
    </message>
    <message>
        <source>Hide the settings</source>
        <translation>收起设置</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Back to the defaults</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Trainings so far</source>
        <translation>历次训练</translation>
    </message>
    <message>
        <source>None yet. The first one shows how long this computer takes.</source>
        <translation>尚无。第一次训练会显示本机需要多长时间。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>训练前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>训练后</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Looking at what there is to learn from…</source>
        <translation>正在查看可供学习的数据…</translation>
    </message>
    <message>
        <source>What there is to learn from: {pairs} pairs of {works} works</source>
        <translation>可供学习的数据：{works} 种作品的 {pairs} 对</translation>
    </message>
    <message>
        <source>There is nothing to learn from yet. Add covers, or titles in both languages.</source>
        <translation>还没有可供学习的数据。请添加封面或中英文题名。</translation>
    </message>
    <message>
        <source>How long it takes is measured once the encoders are ready.</source>
        <translation>编码器就绪后将测算所需时间。</translation>
    </message>
    <message>
        <source>Takes about {time} here (the time limit ends it after about {steps} steps).</source>
        <translation>在本机约需 {time}（到时限结束，约 {steps} 步）。</translation>
    </message>
    <message>
        <source>Takes about {time} here ({steps} steps, told from earlier trainings).</source>
        <translation>在本机约需 {time}（{steps} 步，据以往训练推算）。</translation>
    </message>
    <message>
        <source>Takes about {time} here ({steps} steps, told from the speed of this computer).</source>
        <translation>在本机约需 {time}（{steps} 步，据本机速度推算）。</translation>
    </message>
</context>
<context>
    <name>GuidePanel</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Close the first steps</source>
        <translation>关闭入门卡片</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
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
        <translation>欢迎使用文渊</translation>
    </message>
    <message>
        <source>Your library is a folder</source>
        <translation>馆藏库就是一个文件夹</translation>
    </message>
    <message>
        <source>Try a search</source>
        <translation>试着检索</translation>
    </message>
    <message>
        <source>Drop a cover</source>
        <translation>拖入封面</translation>
    </message>
    <message>
        <source>Nothing is lost</source>
        <translation>不会丢失任何内容</translation>
    </message>
    <message>
        <source>Choose how it speaks and looks; you can change this at any time in the settings. Four more steps show what it does. You can work on meanwhile.</source>
        <translation>请选择界面语言和外观，以后可随时在设置中更改。还有四步介绍主要功能，其间可以照常工作。</translation>
    </message>
    <message>
        <source>Look around in the demo library first, start your own, or bring your records along: MARC, Excel, CSV and more. Everything stays on this computer.</source>
        <translation>可以先浏览演示馆藏，也可以建立自己的馆藏库，或导入已有的记录：MARC、Excel、CSV 等。所有数据都留在本机。</translation>
    </message>
    <message>
        <source>One box takes titles in Chinese and English, pinyin, initials, what a book is about, ISBNs and barcodes. Each result says why it is there.</source>
        <translation>一个输入框可输入中英文题名、拼音、首字母、书的内容、ISBN 和条码号。每条结果都写明为何匹配。</translation>
    </message>
    <message>
        <source>Drop photos or scans of covers on the intake page. Each becomes a match, a suggestion or a draft of a new record. Nothing enters the catalogue before you say so.</source>
        <translation>把封面照片或扫描件拖到编目录入页面，每张会得到匹配、建议或新记录的草稿。未经您确认，任何内容都不会写入目录。</translation>
    </message>
    <message>
        <source>Every change can be undone, also a whole import. Back up from the library menu. F1 explains the page you are on; the question mark lists all keys.</source>
        <translation>每次改动都可撤销，整次导入也不例外。备份在“馆藏库”菜单中。F1 解释当前页面，问号键列出全部快捷键。</translation>
    </message>
    <message>
        <source>Start my own library</source>
        <translation>建立自己的馆藏库</translation>
    </message>
    <message>
        <source>Import records…</source>
        <translation>导入记录…</translation>
    </message>
    <message>
        <source>To the intake page</source>
        <translation>前往编目录入</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Open the help</source>
        <translation>打开帮助</translation>
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
        <translation>按键</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Wenyuan 文渊</source>
        <translation>文渊</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面内容</translation>
    </message>
    <message>
        <source>No page contains all these words.</source>
        <translation>没有页面包含所有这些词。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation>操作历史</translation>
    </message>
    <message>
        <source>Every change to the catalogue is one step here and can be taken back, as long as nothing later changed the same records.</source>
        <translation>目录的每次改动都是这里的一步；只要之后没有再改同一记录，就可以撤销。</translation>
    </message>
    <message>
        <source>Undo this step</source>
        <translation>撤销这一步</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修改前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修改后</translation>
    </message>
    <message>
        <source>Words in the details</source>
        <translation>说明中的文字</translation>
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
        <translation>仅当前记录</translation>
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
        <translation>记录</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>{what} (undone)</source>
        <translation>{what}（已撤销）</translation>
    </message>
</context>
<context>
    <name>HoldingsDialog</name>
    <message>
        <source>Where copies are in MARC</source>
        <translation>MARC 中的馆藏字段</translation>
    </message>
    <message>
        <source>Subfields are tried in order, separated by commas; “d/e” joins $d and $e with a stroke. Load a built-in field, change it, and save it under the vendor&apos;s name.</source>
        <translation>子字段以逗号分隔，依次尝试；“d/e”表示以斜线连接 $d 和 $e。可载入内置字段，修改后以书商名称保存。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of a vendor or library</source>
        <translation>书商或图书馆名称</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>In records of</source>
        <translation>适用格式</translation>
    </message>
    <message>
        <source>any kind</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>A range such as 20295403-5408 stands for several copies</source>
        <translation>20295403-5408 这样的区间表示多个单册</translation>
    </message>
    <message>
        <source>Words for states</source>
        <translation>状态用语</translation>
    </message>
    <message>
        <source>What the status subfield says, and what it means here; “7:1” is a 1 in $7 only.</source>
        <translation>状态子字段里的内容及其在本馆的含义；“7:1”仅指 $7 中的 1。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>HoldingsTable</name>
    <message>
        <source>Add item</source>
        <translation>添加单册</translation>
    </message>
    <message>
        <source>Remove item</source>
        <translation>移除单册</translation>
    </message>
    <message>
        <source>No items yet. Add one with its call number, barcode and location.</source>
        <translation>还没有单册。请添加单册，填写索书号、条码号和馆藏地。</translation>
    </message>
    <message>
        <source>No items yet. Edit the record to add call number, barcode and location.</source>
        <translation>还没有单册。编辑记录即可添加索书号、条码号和馆藏地。</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一行</translation>
    </message>
</context>
<context>
    <name>ImportEntriesModel</name>
    <message>
        <source>Found by</source>
        <translation>匹配依据</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>(no title)</source>
        <translation>（无题名）</translation>
    </message>
</context>
<context>
    <name>ImportWizard</name>
    <message>
        <source>The import was undone.</source>
        <translation>导入已撤销。</translation>
    </message>
    <message>
        <source>Import records</source>
        <translation>导入记录</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>The import goes on; follow it among the jobs.</source>
        <translation>导入仍在进行，可在任务中查看。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Go on in the background</source>
        <translation>转入后台继续</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Which files?</source>
        <translation>导入哪些文件？</translation>
    </message>
    <message>
        <source>Does it read rightly?</source>
        <translation>读取是否正确？</translation>
    </message>
    <message>
        <source>What may the import do?</source>
        <translation>导入可以改动什么？</translation>
    </message>
    <message>
        <source>What would happen</source>
        <translation>将会发生什么</translation>
    </message>
</context>
<context>
    <name>IndexSection</name>
    <message>
        <source>Comparing indexes with the catalogue…</source>
        <translation>正在核对索引与目录…</translation>
    </message>
    <message>
        <source>Search goes on with the old index meanwhile</source>
        <translation>其间检索继续使用旧索引</translation>
    </message>
    <message>
        <source>Index health</source>
        <translation>索引状况</translation>
    </message>
    <message>
        <source>The database is the truth; indexes are made from it and can always be made again.</source>
        <translation>以数据库为准；索引由其生成，随时可以重建。</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
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
        <translation>自检</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Rebuild the index</source>
        <translation>重建索引</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Full text: {rows} of {records} records · generation {generation}</source>
        <translation>全文索引：{records} 条记录中的 {rows} 条 · 版次 {generation}</translation>
    </message>
    <message>
        <source>built {when}</source>
        <translation>建于 {when}</translation>
    </message>
    <message>
        <source>generation {n}</source>
        <translation>版次 {n}</translation>
    </message>
    <message>
        <source>fingerprint {code}</source>
        <translation>指纹 {code}</translation>
    </message>
    <message>
        <source>file {size} MiB</source>
        <translation>文件 {size} MiB</translation>
    </message>
    <message>
        <source>{n} removed vectors still in it</source>
        <translation>仍含 {n} 个已删除的向量</translation>
    </message>
    <message>
        <source>{n} vectors of other encoders kept</source>
        <translation>保留其他编码器的 {n} 个向量</translation>
    </message>
    <message>
        <source>self-test with {n} searches</source>
        <translation>以 {n} 次检索自检</translation>
    </message>
</context>
<context>
    <name>IntakePage</name>
    <message>
        <source>There is no image on the clipboard.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message>
        <source>The pasted image could not be saved. Is the disk full?</source>
        <translation>无法保存粘贴的图片。磁盘已满？</translation>
    </message>
</context>
<context>
    <name>InventoryDialog</name>
    <message>
        <source>(scanned before)</source>
        <translation>（已扫描过）</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Stocktaking</source>
        <translation>馆藏清点</translation>
    </message>
    <message>
        <source>Choose a location and scan every item on its shelves. The report says what is missing and what stands in the wrong place. The catalogue is not changed.</source>
        <translation>选择馆藏地，逐册扫描架上单册。报告会列出缺失与错架的单册。目录本身不会改动。</translation>
    </message>
    <message>
        <source>(no location)</source>
        <translation>（无馆藏地）</translation>
    </message>
    <message>
        <source>Scan here</source>
        <translation>在此扫描</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>保存清点报告…</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Scanned</source>
        <translation>已扫描</translation>
    </message>
    <message>
        <source>Not seen yet</source>
        <translation>尚未见到</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存清点报告</translation>
    </message>
</context>
<context>
    <name>ItemChooser</name>
    <message>
        <source>This record: {title}</source>
        <translation>本条书目记录：{title}</translation>
    </message>
    <message numerus="yes">
        <source>The %n record(s) in view</source>
        <translation>
            <numerusform>当前的 %n 条记录</numerusform>
        </translation>
    </message>
    <message>
        <source>What a search finds</source>
        <translation>检索所得</translation>
    </message>
    <message>
        <source>A location</source>
        <translation>某一馆藏地</translation>
    </message>
    <message>
        <source>A range of barcodes</source>
        <translation>一段条码号</translation>
    </message>
    <message>
        <source>All items</source>
        <translation>全部单册</translation>
    </message>
    <message>
        <source>New barcodes, not yet used</source>
        <translation>尚未使用的新条码号</translation>
    </message>
    <message>
        <source>(no location)</source>
        <translation>（无馆藏地）</translation>
    </message>
    <message>
        <source>Which items</source>
        <translation>选择单册</translation>
    </message>
    <message>
        <source>Search for</source>
        <translation>检索词</translation>
    </message>
    <message>
        <source>First barcode</source>
        <translation>起始条码号</translation>
    </message>
    <message>
        <source>Last barcode</source>
        <translation>终止条码号</translation>
    </message>
    <message>
        <source>First new barcode</source>
        <translation>第一个新条码号</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>数量</translation>
    </message>
</context>
<context>
    <name>ItemStatesDialog</name>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>States of items</source>
        <translation>单册状态</translation>
    </message>
    <message>
        <source>Beside {shipped} this library can have states of its own. They are offered in records, bulk edits and stocktaking, and imports know them by either name.</source>
        <translation>除{shipped}外，本馆还可以自设状态。自设状态可用于书目记录、批量编辑和馆藏清点，导入时按中英文名称均可识别。</translation>
    </message>
    <message>
        <source>In Chinese</source>
        <translation>中文名称</translation>
    </message>
    <message>
        <source>In English</source>
        <translation>英文名称</translation>
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
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>JobControl</name>
    <message>
        <source>{job}: under way</source>
        <translation>{job}：已开始</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
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
        <translation>停止此任务；已确认的内容保留</translation>
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
        <translation>已恢复执行</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Stop this job; what is confirmed stays</source>
        <translation>停止此任务；已确认的保留</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Stop this job</source>
        <translation>停止此任务</translation>
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
        <translation>任务</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已结束</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Imports, identification and backups show up here.</source>
        <translation>导入、识别、备份等任务显示在这里。</translation>
    </message>
</context>
<context>
    <name>LabelDialog</name>
    <message>
        <source>Print labels</source>
        <translation>打印标签</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Spine labels with call numbers</source>
        <translation>书标（索书号）</translation>
    </message>
    <message>
        <source>Barcode labels</source>
        <translation>条码标签</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>For</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Begin at label</source>
        <translation>起始位置</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>份数</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>条码</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source>Line at the top</source>
        <translation>首行文字</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Sheet width</source>
        <translation>纸宽</translation>
    </message>
    <message>
        <source>Sheet height</source>
        <translation>纸高</translation>
    </message>
    <message>
        <source>Label width</source>
        <translation>标签宽</translation>
    </message>
    <message>
        <source>Label height</source>
        <translation>标签高</translation>
    </message>
    <message>
        <source>Left margin</source>
        <translation>左边距</translation>
    </message>
    <message>
        <source>Top margin</source>
        <translation>上边距</translation>
    </message>
    <message>
        <source>Gap across</source>
        <translation>横向间距</translation>
    </message>
    <message>
        <source>Gap down</source>
        <translation>纵向间距</translation>
    </message>
    <message>
        <source>such as the library&apos;s name</source>
        <translation>例如馆名</translation>
    </message>
    <message>
        <source>On a sheet of which some labels are used: the first free one.</source>
        <translation>用过一部分的标签纸：第一个空白标签的位置。</translation>
    </message>
    <message>
        <source>Bold</source>
        <translation>粗体</translation>
    </message>
    <message>
        <source>With the title</source>
        <translation>附题名</translation>
    </message>
    <message>
        <source>With the call number</source>
        <translation>附索书号</translation>
    </message>
    <message>
        <source>Lines to cut along</source>
        <translation>裁切线</translation>
    </message>
    <message>
        <source>Roll: every label is a page</source>
        <translation>卷筒纸：每张标签一页</translation>
    </message>
    <message>
        <source>Measures…</source>
        <translation>尺寸…</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> 毫米</translation>
    </message>
    <message>
        <source>Keep this layout under a name</source>
        <translation>命名并保存此版式</translation>
    </message>
    <message>
        <source>Forget this layout</source>
        <translation>删除此版式</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>卷筒</translation>
    </message>
    <message>
        <source>Name of the layout</source>
        <translation>版式名称</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No items: choose for which ones labels are wanted.</source>
        <translation>没有单册：请选择要打印标签的范围。</translation>
    </message>
    <message>
        <source>{labels}, {pages}.</source>
        <translation>{labels}，共 {pages}。</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation>
            <numerusform>%n 张标签</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) left out.</source>
        <translation>
            <numerusform>略去 %n 册。</numerusform>
        </translation>
    </message>
    <message>
        <source>The bars become very narrow: take wider labels, or Code 128.</source>
        <translation>条码线条过细：请用更宽的标签，或改用 Code 128。</translation>
    </message>
</context>
<context>
    <name>LearnedWeights</name>
    <message>
        <source>Evidence</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>自带权重</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>现行权重</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Weights of search</source>
        <translation>检索权重</translation>
    </message>
    <message>
        <source>How the weights came about</source>
        <translation>权重沿革</translation>
    </message>
    <message>
        <source>Learn now</source>
        <translation>立即学习</translation>
    </message>
    <message>
        <source>Learn from all feedback; new weights are used only if they pass the test</source>
        <translation>从全部反馈中学习；新权重通过检验后才会采用</translation>
    </message>
    <message>
        <source>Back to the shipped weights</source>
        <translation>恢复自带权重</translation>
    </message>
    <message>
        <source>Nothing was learned yet. From twenty searches with feedback on, new weights are tried on searches that were kept back, and used only if they do better there.</source>
        <translation>尚未学习。有反馈的检索达到二十次后，将用预留的检索检验新权重，效果更好才会采用。</translation>
    </message>
    <message>
        <source>The order of results follows what people here said.</source>
        <translation>结果排序已按本馆用户的反馈调整。</translation>
    </message>
    <message>
        <source>The shipped weights are in use.</source>
        <translation>现用程序自带的权重。</translation>
    </message>
    <message>
        <source>Last attempt:</source>
        <translation>最近一次尝试：</translation>
    </message>
    <message>
        <source>In use since</source>
        <translation>已采用</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>未采用</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>Learning…</source>
        <translation>正在学习…</translation>
    </message>
    <message numerus="yes">
        <source>on %n search(es) kept back, agreement with what people said {before} → {after}.</source>
        <translation>
            <numerusform>在预留的 %n 次检索上，与用户反馈的吻合度 {before} → {after}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Start my own library</source>
        <translation>建立我自己的馆藏库</translation>
    </message>
    <message>
        <source>This is the demo library. Try 红楼梦, “ocean adventure” or shitouji, or drop a photo of a cover.</source>
        <translation>这是演示馆藏库。试试“红楼梦”“ocean adventure”或拼音 shitouji，也可以拖入一张封面照片。</translation>
    </message>
    <message>
        <source>Import records…</source>
        <translation>导入书目记录…</translation>
    </message>
    <message>
        <source>Drop cover scans</source>
        <translation>拖入封面扫描</translation>
    </message>
    <message>
        <source>Fill with the demo library</source>
        <translation>装入演示馆藏</translation>
    </message>
    <message>
        <source>There is no image on the clipboard.</source>
        <translation>剪贴板上没有图片。</translation>
    </message>
    <message>
        <source>Wenyuan 文渊</source>
        <translation>文渊</translation>
    </message>
</context>
<context>
    <name>MarcPane</name>
    <message>
        <source>Make MARC record</source>
        <translation>生成 MARC 记录</translation>
    </message>
    <message>
        <source>Then its fields can be edited here, and it is exported like this. Can be undone.</source>
        <translation>之后即可在此编辑字段，导出时以此为准。可以撤销。</translation>
    </message>
    <message>
        <source>MARC format</source>
        <translation>MARC 格式</translation>
    </message>
    <message>
        <source>Edit MARC</source>
        <translation>编辑 MARC</translation>
    </message>
    <message>
        <source>Save MARC</source>
        <translation>保存 MARC</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add field</source>
        <translation>添加字段</translation>
    </message>
    <message>
        <source>Remove field</source>
        <translation>删除字段</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Ind.</source>
        <translation>指示符</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Save the record first: then it can be seen here in MARC.</source>
        <translation>请先保存记录，之后可在此查看 MARC 格式。</translation>
    </message>
    <message>
        <source>Laying the record out in MARC…</source>
        <translation>正在生成 MARC 视图…</translation>
    </message>
    <message>
        <source>This record has no MARC record. It would be exported as shown here.</source>
        <translation>本条记录没有 MARC 记录。导出时会写成这样。</translation>
    </message>
    <message>
        <source>As it came ({format}, {encoding}). Leader: {leader}</source>
        <translation>原始数据（{format}，{encoding}）。头标：{leader}</translation>
    </message>
    <message>
        <source>As it came, with what was changed here since ({format}, {encoding}). Leader: {leader}</source>
        <translation>原始数据并含本馆后来的修改（{format}，{encoding}）。头标：{leader}</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Library</source>
        <translation>馆藏库(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Duplicates</source>
        <translation>查重(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>设置(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Administration</source>
        <translation>管理(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Intake</source>
        <translation>编目录入(&amp;I)</translation>
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
        <translation>合并结果</translation>
    </message>
    <message>
        <source>Covers</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Items, numbers and covers of the {n} records are all kept.</source>
        <translation>{n} 条记录的馆藏、号码和封面全部保留。</translation>
    </message>
    <message>
        <source>Merge records</source>
        <translation>合并记录</translation>
    </message>
    <message>
        <source>Click a value to take it, or move with the arrow keys and press Enter. U takes the values of all records, K or a click on a column&apos;s head decides which record stays with its number and MARC source.</source>
        <translation>单击某个值即采用，也可用方向键移动后按 Enter。按 U 采用所有记录的值；按 K 或单击列标题，决定哪条记录连同其号码和 MARC 源数据保留。</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
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
        <translation>文字含义</translation>
    </message>
    <message>
        <source>Look of covers</source>
        <translation>封面外观</translation>
    </message>
    <message>
        <source>Reading covers</source>
        <translation>识读封面</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>现用</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Not in use</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Came with the program</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <source>Trained here</source>
        <translation>在本馆训练</translation>
    </message>
    <message>
        <source>Installed from a file</source>
        <translation>从文件安装</translation>
    </message>
    <message>
        <source>In a folder outside the library</source>
        <translation>位于馆藏库之外的文件夹</translation>
    </message>
    <message>
        <source>{name} (untuned)</source>
        <translation>{name}（未调优）</translation>
    </message>
    <message>
        <source>Promoted after the comparison</source>
        <translation>经对比启用</translation>
    </message>
    <message>
        <source>Put into use against the advice</source>
        <translation>不按建议启用</translation>
    </message>
    <message>
        <source>Put into use by hand</source>
        <translation>手动启用</translation>
    </message>
    <message>
        <source>Rolled back</source>
        <translation>已回退</translation>
    </message>
    <message>
        <source>Cover and record</source>
        <translation>封面与记录</translation>
    </message>
    <message>
        <source>Chinese and English</source>
        <translation>中英文对照</translation>
    </message>
    <message>
        <source>Search and record found</source>
        <translation>检索与所得记录</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Chinese asks, English answers</source>
        <translation>中文问，英文答</translation>
    </message>
    <message>
        <source>English asks, Chinese answers</source>
        <translation>英文问，中文答</translation>
    </message>
    <message>
        <source>Chinese asks, Chinese answers</source>
        <translation>中文问，中文答</translation>
    </message>
    <message>
        <source>English asks, English answers</source>
        <translation>英文问，英文答</translation>
    </message>
    <message>
        <source>Picture of a cover</source>
        <translation>封面图像</translation>
    </message>
    <message>
        <source>Words read on a cover</source>
        <translation>封面识读文字</translation>
    </message>
    <message>
        <source>Words and picture together</source>
        <translation>文字加图像</translation>
    </message>
    <message>
        <source>Rare words</source>
        <translation>罕见词</translation>
    </message>
    <message>
        <source>Blurred, misread, mistyped</source>
        <translation>模糊、误识、误输</translation>
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
        <translation>正确记录名次倒数的平均值：1 = 总在首位，0.5 = 第二位，0.1 = 第十位。</translation>
    </message>
    <message>
        <source>Share of questions whose first answer is right.</source>
        <translation>首个答案正确的题目所占比例。</translation>
    </message>
    <message>
        <source>Share of questions with a right answer among the first ten.</source>
        <translation>前十个答案中含正确答案的题目所占比例。</translation>
    </message>
    <message>
        <source>How well the first ten are ordered: 1 = all that is right stands on top.</source>
        <translation>前十个答案的排序质量：1 = 正确者全部居前。</translation>
    </message>
    <message>
        <source>Wenyuan&apos;s search</source>
        <translation>文渊检索</translation>
    </message>
    <message>
        <source>Words alone (BM25)</source>
        <translation>仅词语（BM25）</translation>
    </message>
    <message>
        <source>Meaning alone</source>
        <translation>仅语义</translation>
    </message>
    <message>
        <source>Pictures alone</source>
        <translation>仅图像</translation>
    </message>
    <message>
        <source>CLIP with scene text</source>
        <translation>CLIP 加场景文字</translation>
    </message>
    <message>
        <source>Unified model</source>
        <translation>统一模型</translation>
    </message>
    <message>
        <source>Photo of a cover</source>
        <translation>封面照片</translation>
    </message>
    <message>
        <source>Title with typing errors</source>
        <translation>有输入错误的题名</translation>
    </message>
    <message>
        <source>Title in the other language</source>
        <translation>另一语言的题名</translation>
    </message>
    <message>
        <source>Picture to words on covers</source>
        <translation>图像找封面文字</translation>
    </message>
    <message>
        <source>Words on a cover to record</source>
        <translation>封面文字找记录</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>Rare words only</source>
        <translation>仅罕见词</translation>
    </message>
    <message>
        <source>Gentle: only what was added (frozen)</source>
        <translation>轻度：只训练新增部分（frozen）</translation>
    </message>
    <message>
        <source>Medium: small changes within (LoRA)</source>
        <translation>中度：内部小幅调整（LoRA）</translation>
    </message>
    <message>
        <source>Thorough: everything (full)</source>
        <translation>深度：全部训练（full）</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>all rounds done</source>
        <translation>已完成全部轮次</translation>
    </message>
    <message>
        <source>nothing more was gained</source>
        <translation>不再有改善</translation>
    </message>
    <message>
        <source>the time was up</source>
        <translation>时限已到</translation>
    </message>
    <message>
        <source>The candidate is better and nowhere worse: over {n} test questions, {now} becomes {then}. It can be put into use.</source>
        <translation>候选编码器更好，且无一处变差：在 {n} 道测试题上由 {now} 升至 {then}。可以启用。</translation>
    </message>
    <message>
        <source>The untuned encoder beats the one in use, the candidate does not. Go back to the untuned one.</source>
        <translation>未调优的编码器优于现用编码器，而候选并未胜出。请换回未调优的编码器。</translation>
    </message>
    <message>
        <source>Keep the encoder in use: the candidate may be worse at: {slices} ({now} → {then} over all).</source>
        <translation>建议保留现用编码器：候选在以下方面可能变差：{slices}（合计 {now} → {then}）。</translation>
    </message>
    <message>
        <source>Keep the encoder in use: the candidate is not proven better over {n} test questions ({now} → {then}).</source>
        <translation>建议保留现用编码器：在 {n} 道测试题上未能证实候选更好（{now} → {then}）。</translation>
    </message>
    <message>
        <source>may be worse</source>
        <translation>可能变差</translation>
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
        <translation>封面文字与记录</translation>
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
        <translation>已写入 {file}</translation>
    </message>
    <message>
        <source>Encoders</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Encoders turn texts and pictures into what search compares. Switching runs in the background: search goes on with the encoder in use until everything is ready for the other.</source>
        <translation>编码器把文字和图像转换为可供检索比较的形式。切换在后台进行：在新编码器准备就绪之前，检索继续使用现有编码器。</translation>
    </message>
    <message>
        <source>Install from a file…</source>
        <translation>从文件安装…</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>从文件夹…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>对比…</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>History of switches</source>
        <translation>切换历史</translation>
    </message>
    <message>
        <source>The encoder was never switched in this library.</source>
        <translation>本馆藏库从未切换过编码器。</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回退</translation>
    </message>
    <message>
        <source>Go back to the encoder that was in use before; its vectors are kept</source>
        <translation>换回之前使用的编码器；其向量仍然保留</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Install an encoder</source>
        <translation>安装编码器</translation>
    </message>
    <message>
        <source>Export an encoder</source>
        <translation>导出编码器</translation>
    </message>
    <message>
        <source>Delete {name}?</source>
        <translation>删除“{name}”？</translation>
    </message>
    <message>
        <source>Its files and its vectors are removed; this cannot be undone. The history keeps its name.</source>
        <translation>其文件和向量将被删除，且无法撤销。历史中仍保留其名称。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>{name} is intact.</source>
        <translation>“{name}”完好无损。</translation>
    </message>
    <message>
        <source>The encoder was deleted.</source>
        <translation>编码器已删除。</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>维数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>向量数</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
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
        <translation>自此启用</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Files missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>建议保留</translation>
    </message>
    <message>
        <source>untuned is better</source>
        <translation>未调优者更好</translation>
    </message>
    <message>
        <source>known here since {when}</source>
        <translation>自 {when} 起收录</translation>
    </message>
    <message>
        <source>fingerprint {code}</source>
        <translation>指纹 {code}</translation>
    </message>
</context>
<context>
    <name>NamesDialog</name>
    <message>
        <source>preferred</source>
        <translation>首选</translation>
    </message>
    <message>
        <source>Kind of form</source>
        <translation>形式类型</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n 条记录</numerusform>
        </translation>
    </message>
    <message>
        <source>Type or choose a name to see its other forms.</source>
        <translation>请输入或选择一个名称，查看其他形式。</translation>
    </message>
    <message>
        <source>Forms of a name</source>
        <translation>名称的各种形式</translation>
    </message>
    <message>
        <source>Linked forms are one person or body: a search for any of them finds the records of all.</source>
        <translation>相互关联的形式代表同一人或机构：检索其中任何一个，都能找到全部记录。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>This name is not linked with another form yet.</source>
        <translation>此名称尚未与其他形式关联。</translation>
    </message>
    <message>
        <source>Prefer this form</source>
        <translation>设为首选形式</translation>
    </message>
    <message>
        <source>Unlink</source>
        <translation>解除关联</translation>
    </message>
    <message>
        <source>May be the same</source>
        <translation>可能是同一人</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>Another form of the name</source>
        <translation>名称的另一种形式</translation>
    </message>
    <message>
        <source>Add form</source>
        <translation>添加形式</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>OcrLinesModel</name>
    <message>
        <source>Read with {confidence} confidence</source>
        <translation>识别置信度 {confidence}</translation>
    </message>
    <message>
        <source>(no text)</source>
        <translation>（无文字）</translation>
    </message>
    <message>
        <source>{text}   ✎ read as “{reading}”</source>
        <translation>{text}   ✎ 识别为“{reading}”</translation>
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
        <translation>此封面未识别出文字。</translation>
    </message>
    <message>
        <source>In reading order; the box of the chosen line is marked on the cover. Press F2 or double-click to correct a line. What was read is kept beside your correction.</source>
        <translation>按阅读顺序排列；所选行在封面上以方框标出。按 F2 或双击可更正该行，原识别结果会与更正一并保留。</translation>
    </message>
    <message>
        <source>In reading order. Choose a line to see where it stands; click a box to find its line.</source>
        <translation>按阅读顺序排列。选择一行可查看其位置，单击方框可找到对应的行。</translation>
    </message>
</context>
<context>
    <name>OutputDialog</name>
    <message>
        <source>Save as PDF…</source>
        <translation>另存为 PDF…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>另存为 PDF</translation>
    </message>
    <message>
        <source>PDF files</source>
        <translation>PDF 文件</translation>
    </message>
    <message>
        <source>No printer is set up on this computer. Save as PDF instead, and print that.</source>
        <translation>本机未设置打印机。请另存为 PDF 后再打印。</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>已送往打印机。</translation>
    </message>
    <message>
        <source>The printer did not accept the pages. Look at it, or save as PDF.</source>
        <translation>打印机未接受任务。请检查打印机，或另存为 PDF。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What was written otherwise</source>
        <translation>写出时有所改动的内容</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Stopped; no file was written.</source>
        <translation>已停止，未写出文件。</translation>
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
        <translation>编码</translation>
    </message>
    <message>
        <source>Kind of MARC</source>
        <translation>MARC 类型</translation>
    </message>
    <message>
        <source>Rules of CNMARC</source>
        <translation>CNMARC 著录规则</translation>
    </message>
    <message>
        <source>Copies go into</source>
        <translation>馆藏写入</translation>
    </message>
    <message>
        <source>A character the encoding lacks</source>
        <translation>编码中没有的字符</translation>
    </message>
    <message>
        <source>as the source, else UTF-8</source>
        <translation>同来源，无来源时用 UTF-8</translation>
    </message>
    <message>
        <source>as the source, else MARC 21</source>
        <translation>同来源，无来源时用 MARC 21</translation>
    </message>
    <message>
        <source>as the source</source>
        <translation>同来源</translation>
    </message>
    <message>
        <source>CALIS</source>
        <translation>CALIS</translation>
    </message>
    <message>
        <source>National Library (NLC)</source>
        <translation>国家图书馆（NLC）</translation>
    </message>
    <message>
        <source>the usual field (852 or 905)</source>
        <translation>通用字段（852 或 905）</translation>
    </message>
    <message>
        <source>stops the export: no file</source>
        <translation>中止导出，不产生文件</translation>
    </message>
    <message>
        <source>is written as &amp;#x…; and listed</source>
        <translation>写作 &amp;#x…; 并列出</translation>
    </message>
    <message>
        <source>Add a field by which a later import notices damage on the way</source>
        <translation>添加校验字段，以便再次导入时发现传输中的损坏</translation>
    </message>
</context>
<context>
    <name>OutputWords</name>
    <message numerus="yes">
        <source>%n record(s) written to {file}.</source>
        <translation>
            <numerusform>已将 %n 条记录写入 {file}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s) below.</source>
        <translation>
            <numerusform>%n 条说明见下。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewSection</name>
    <message>
        <source>This library</source>
        <translation>本馆藏库</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>书目记录</translation>
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
        <translation>单册</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语种</translation>
    </message>
    <message>
        <source>Size on disk</source>
        <translation>占用空间</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>计算设备</translation>
    </message>
</context>
<context>
    <name>PagePreview</name>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Show the whole page</source>
        <translation>显示整页</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
</context>
<context>
    <name>PairView</name>
    <message numerus="yes">
        <source>%n cop(y/ies)</source>
        <translation>
            <numerusform>%n 册</numerusform>
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
        <translation>同一扫描件</translation>
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
        <translation>题名相同</translation>
    </message>
    <message>
        <source>different titles</source>
        <translation>题名不同</translation>
    </message>
    <message>
        <source>the same author</source>
        <translation>责任者相同</translation>
    </message>
    <message>
        <source>different authors</source>
        <translation>责任者不同</translation>
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
        <translation>版本项相同</translation>
    </message>
    <message>
        <source>different edition statements</source>
        <translation>版本项不同</translation>
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
        <translation>语种不同</translation>
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
        <translation>封面设计相同</translation>
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
        <translation>人员与角色</translation>
    </message>
    <message>
        <source>For one person alone roles stay off. Where several work, each gets a name, a role and a password.</source>
        <translation>只有一人使用时不必启用角色；多人使用时，每人有姓名、角色和密码。</translation>
    </message>
    <message>
        <source>Turn roles on…</source>
        <translation>启用角色…</translation>
    </message>
    <message>
        <source>Add somebody…</source>
        <translation>添加人员…</translation>
    </message>
    <message>
        <source>Change my password…</source>
        <translation>更改我的密码…</translation>
    </message>
    <message>
        <source>Turn roles off…</source>
        <translation>停用角色…</translation>
    </message>
    <message>
        <source>New password…</source>
        <translation>新密码…</translation>
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
        <translation>上次登录</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>创建于</translation>
    </message>
    <message>
        <source>Viewer: searches, looks, exports.
Cataloguer: also catalogues, imports, takes in scans, backs up, undoes.
Administrator: also restores, repairs, trains, switches encoders, changes settings and accounts.</source>
        <translation>读者：检索、浏览、导出。
编目员：另可编目、导入、录入扫描、备份、撤销。
管理员：另可恢复、修复、训练、切换编码器、更改设置与账户。</translation>
    </message>
    <message>
        <source>This guards against mistakes and curious readers. It does not protect against somebody who can open the library&apos;s files. A forgotten password: “wenyuan people reset NAME” on this computer.</source>
        <translation>此功能用于防止误操作和好奇的读者，不能防范能够打开馆藏库文件的人。忘记密码时，可在本机运行“wenyuan people reset 姓名”。</translation>
    </message>
    <message>
        <source>Roles are on. You are {name} ({role}).</source>
        <translation>角色已启用。您是 {name}（{role}）。</translation>
    </message>
    <message>
        <source>Roles are off: whoever opens this library may do everything.</source>
        <translation>角色未启用：打开本馆藏库的人可进行一切操作。</translation>
    </message>
    <message>
        <source>Roles are on from now on. You are signed in as {name}.</source>
        <translation>角色已启用。您已以 {name} 的身份登录。</translation>
    </message>
    <message>
        <source>{name} can sign in now.</source>
        <translation>{name} 现在可以登录。</translation>
    </message>
    <message>
        <source>{name} has a new password.</source>
        <translation>{name} 的密码已更新。</translation>
    </message>
    <message>
        <source>Your password is changed.</source>
        <translation>您的密码已更改。</translation>
    </message>
    <message>
        <source>Remove this account?</source>
        <translation>移除此账户？</translation>
    </message>
    <message>
        <source>{name} cannot sign in any more. What {name} did stays in history and audit log.</source>
        <translation>{name} 将不能再登录。{name} 做过的事保留在历史和审计日志中。</translation>
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
        <translation>此后打开本馆藏库的人又可进行一切操作。账户会保留。</translation>
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
        <translation>旧密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再次输入</translation>
    </message>
    <message>
        <source>The first administrator</source>
        <translation>第一位管理员</translation>
    </message>
    <message>
        <source>A new account</source>
        <translation>新账户</translation>
    </message>
    <message>
        <source>A new password for {name}</source>
        <translation>{name} 的新密码</translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation>更改我的密码</translation>
    </message>
    <message>
        <source>Turn roles on</source>
        <translation>启用角色</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>两次输入的密码不同。</translation>
    </message>
</context>
<context>
    <name>ProfileBar</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Keep what is set here under the name that stands in the box</source>
        <translation>以框中的名称保存此处的设置</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Forget the profile with this name</source>
        <translation>删除此名称的方案</translation>
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
        <translation>正在识别</translation>
    </message>
    <message>
        <source>Waiting to identify</source>
        <translation>等待识别</translation>
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
        <translation>题名、作者、主题、ISBN、拼音…… 或拖入封面</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>“a phrase”   -without   author:鲁迅   year:1990..2000   language:chi</source>
        <translation>“短语”   -排除   作者:鲁迅   年:1990..2000   语种:chi</translation>
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
        <translation>去掉图片</translation>
    </message>
</context>
<context>
    <name>QueueColumn</name>
    <message>
        <source>Reviewed too</source>
        <translation>含已审核</translation>
    </message>
    <message>
        <source>Scans to review</source>
        <translation>待审核扫描</translation>
    </message>
    <message>
        <source>Outcomes shown</source>
        <translation>显示的结果</translation>
    </message>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>%n 张待审核</numerusform>
        </translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>All outcomes</source>
        <translation>全部结果</translation>
    </message>
</context>
<context>
    <name>ReadingStep</name>
    <message>
        <source>Reading</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Columns as of</source>
        <translation>列对应方案</translation>
    </message>
    <message>
        <source>Name of a vendor or library</source>
        <translation>书商或图书馆名称</translation>
    </message>
    <message>
        <source>Copies are in</source>
        <translation>馆藏字段</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Fields and subfields in which copies are kept, by vendor</source>
        <translation>各书商存放馆藏信息的字段和子字段</translation>
    </message>
    <message>
        <source>Encoding: found automatically</source>
        <translation>编码：自动识别</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>File shown</source>
        <translation>当前显示的文件</translation>
    </message>
    <message>
        <source>None of the first records can be read. Try another encoding, or look at the file.</source>
        <translation>前几条记录均无法读取。请换一种编码，或检查文件。</translation>
    </message>
    <message>
        <source>One column must be the title.</source>
        <translation>必须有一列为题名。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Say what each column is. All the tables of one import must have these columns.</source>
        <translation>请指明各列的含义。同一次导入的所有表格须有这些列。</translation>
    </message>
    <message>
        <source>Say what each column is, and keep that under a name for the next file of this kind.</source>
        <translation>请指明各列的含义，并可命名保存，供下次同类文件使用。</translation>
    </message>
    <message>
        <source>Choose the encoding in which the titles read well. Below, the first records as they would be.</source>
        <translation>请选择题名显示正确的编码。下方为前几条记录导入后的样子。</translation>
    </message>
    <message>
        <source>The first records as they would be.</source>
        <translation>前几条记录导入后的样子。</translation>
    </message>
    <message>
        <source>the usual fields (905, 852, 985…)</source>
        <translation>通用字段（905、852、985…）</translation>
    </message>
</context>
<context>
    <name>RecordChooser</name>
    <message>
        <source>Attach to another record</source>
        <translation>附加到其他记录</translation>
    </message>
    <message>
        <source>Title, author, ISBN or pinyin; ↑ and ↓ choose, Enter attaches.</source>
        <translation>题名、责任者、ISBN 或拼音；↑ ↓ 选择，回车附加。</translation>
    </message>
    <message>
        <source>Search for a record</source>
        <translation>检索记录</translation>
    </message>
    <message>
        <source>Records found</source>
        <translation>检索到的记录</translation>
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
        <translation>没有找到。</translation>
    </message>
</context>
<context>
    <name>RecordControl</name>
    <message>
        <source>Select at least two records in the results first (Ctrl+click or Shift+↓).</source>
        <translation>请先在检索结果中选择至少两条记录（Ctrl+单击或 Shift+↓）。</translation>
    </message>
    <message>
        <source>{n} records are selected. Select those of one edition: {most} at most are merged at once.</source>
        <translation>已选中 {n} 条记录。请只选同一版本的记录：一次最多合并 {most} 条。</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) were merged.</source>
        <translation>
            <numerusform>已合并 %n 条记录。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordCovers</name>
    <message>
        <source>Reading {file}…</source>
        <translation>正在读取 {file}…</translation>
    </message>
    <message>
        <source>Add a cover</source>
        <translation>添加封面</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Turning the cover and reading it anew…</source>
        <translation>正在旋转封面并重新识别…</translation>
    </message>
    <message>
        <source>Reading the cover again…</source>
        <translation>正在重新识别封面…</translation>
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
        <translation>记录必须有题名。</translation>
    </message>
    <message>
        <source>Correct what is marked in red first.</source>
        <translation>请先更正标红的内容。</translation>
    </message>
</context>
<context>
    <name>RecordHistory</name>
    <message>
        <source>This change was taken back.</source>
        <translation>已撤回这项修改。</translation>
    </message>
    <message>
        <source>The record was restored.</source>
        <translation>记录已恢复。</translation>
    </message>
    <message>
        <source>{what} (undone)</source>
        <translation>{what}（已撤销）</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>修改前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>修改后</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Nothing was changed in this record yet.</source>
        <translation>该记录还没有修改历史。</translation>
    </message>
    <message>
        <source>Take back this change</source>
        <translation>撤回这项修改</translation>
    </message>
    <message>
        <source>Restore this state</source>
        <translation>恢复到此状态</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>Saved “{title}”.</source>
        <translation>已保存《{title}》。</translation>
    </message>
    <message>
        <source>Delete “{title}” with its items and covers?</source>
        <translation>删除《{title}》及其单册和封面？</translation>
    </message>
    <message>
        <source>You can undo this from the Edit menu.</source>
        <translation>可以从“编辑”菜单撤销。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Confirm draft</source>
        <translation>确认草稿</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>书目描述</translation>
    </message>
    <message>
        <source>Holdings</source>
        <translation>馆藏</translation>
    </message>
    <message>
        <source>Text on the cover</source>
        <translation>封面文字</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>新记录</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的修改</translation>
    </message>
    <message>
        <source>This record has changes that are not saved.</source>
        <translation>此记录有尚未保存的修改。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>继续编辑</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
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
        <translation>导入</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Save the rejected…</source>
        <translation>保存被拒记录…</translation>
    </message>
    <message>
        <source>Save the duplicates…</source>
        <translation>保存重复记录…</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>A file with the rejected records as they came, to be mended and imported again</source>
        <translation>将被拒记录按原样存为文件，改正后可再次导入</translation>
    </message>
    <message>
        <source>Undo this import</source>
        <translation>撤销此次导入</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>The first records</source>
        <translation>前几条记录</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stopped after {n} record(s). What was stored is whole, in batches; you can keep it, undo it in one step, or import the same files again: it goes on where it stopped.</source>
        <translation>已在 {n} 条记录后停止。已存入的部分按批完整保留；可以保留、一步撤销，或再次导入相同文件，从停止处继续。</translation>
    </message>
    <message>
        <source>The import was undone</source>
        <translation>导入已撤销</translation>
    </message>
    <message>
        <source>The import could not be started</source>
        <translation>导入未能开始</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>正在导入…</translation>
    </message>
    <message>
        <source>The import is done</source>
        <translation>导入完成</translation>
    </message>
    <message>
        <source>The import was stopped</source>
        <translation>导入已停止</translation>
    </message>
    <message>
        <source>The import failed</source>
        <translation>导入失败</translation>
    </message>
    <message>
        <source>Record {position}</source>
        <translation>记录 {position}</translation>
    </message>
    <message>
        <source>Saved {files}.</source>
        <translation>已保存 {files}。</translation>
    </message>
</context>
<context>
    <name>ReportTable</name>
    <message>
        <source>Drawn</source>
        <translation>图示</translation>
    </message>
    <message>
        <source>Measure that is drawn</source>
        <translation>图示指标</translation>
    </message>
    <message>
        <source>Dot: mean over the questions. Bar: where it lies with 95 % certainty. {tip}</source>
        <translation>圆点：各题平均值；横条：95% 置信区间。{tip}</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>题目</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>题数</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>ResultPreview</name>
    <message>
        <source>Why it is here</source>
        <translation>为何匹配</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>打开记录</translation>
    </message>
    <message>
        <source>Open record (Enter)</source>
        <translation>打开记录 (Enter)</translation>
    </message>
    <message>
        <source>Selected record</source>
        <translation>所选记录</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n 册</numerusform>
        </translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>更多类似</translation>
    </message>
</context>
<context>
    <name>ResultStatus</name>
    <message>
        <source>Best first</source>
        <translation>最相关在前</translation>
    </message>
    <message>
        <source>By title</source>
        <translation>按题名</translation>
    </message>
    <message>
        <source>By title, backwards</source>
        <translation>按题名倒序</translation>
    </message>
    <message>
        <source>By author</source>
        <translation>按责任者</translation>
    </message>
    <message>
        <source>By author, backwards</source>
        <translation>按责任者倒序</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>出版年由远及近</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>出版年由近及远</translation>
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
        <translation>按索书号</translation>
    </message>
    <message>
        <source>By call number, backwards</source>
        <translation>按索书号倒序</translation>
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
        <translation>检索结果（封面）</translation>
    </message>
    <message>
        <source>Results as a table</source>
        <translation>检索结果（表格）</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Back to the comparison</source>
        <translation>返回对照</translation>
    </message>
    <message>
        <source>Attach to the record instead</source>
        <translation>改为归入已有记录</translation>
    </message>
    <message>
        <source>Create the record</source>
        <translation>新建记录</translation>
    </message>
    <message>
        <source>Create the record (Ctrl+Enter)</source>
        <translation>新建记录 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Create record</source>
        <translation>新建记录</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他记录…</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新书</translation>
    </message>
</context>
<context>
    <name>ReviewPane</name>
    <message>
        <source>Correct the record</source>
        <translation>更正记录</translation>
    </message>
    <message>
        <source>Choose a scan on the left</source>
        <translation>请在左侧选择一张扫描图</translation>
    </message>
    <message>
        <source>A accepts, C corrects, S skips, U undoes, J and K move.</source>
        <translation>A 接受，C 更正，S 跳过，U 撤销，J、K 上下移动。</translation>
    </message>
    <message>
        <source>No scan has this outcome</source>
        <translation>没有此类结果的扫描件</translation>
    </message>
    <message>
        <source>Choose another one above the list.</source>
        <translation>请在列表上方选择其他结果。</translation>
    </message>
    <message>
        <source>Nothing waits for review</source>
        <translation>没有待审核的扫描</translation>
    </message>
    <message>
        <source>Drop photos or scans of covers: each is compared with the library, and you decide what it is.</source>
        <translation>拖入封面照片或扫描件：逐张与馆藏比对，由您决定归属。</translation>
    </message>
    <message>
        <source>Choose scans…</source>
        <translation>选择扫描件…</translation>
    </message>
</context>
<context>
    <name>RulesStep</name>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>What counts as the same record</source>
        <translation>如何判定为同一记录</translation>
    </message>
    <message>
        <source>By these rules, the first that is certain:</source>
        <translation>按以下规则，以首个可确定者为准：</translation>
    </message>
    <message>
        <source>Records that are, or may be, there already</source>
        <translation>已有或可能已有的记录</translation>
    </message>
    <message>
        <source>Keep possible duplicates out, in a file of their own</source>
        <translation>疑似重复的不导入，另存文件</translation>
    </message>
    <message>
        <source>As usual: by own number, else by likeness</source>
        <translation>默认：先按控制号，没有时按相似度</translation>
    </message>
    <message>
        <source>Update the certain, import the possible as new</source>
        <translation>确定的予以更新，仅疑似的作为新记录导入</translation>
    </message>
    <message>
        <source>Import only what is not there; the rest to that file</source>
        <translation>只导入馆藏中没有的，其余另存文件</translation>
    </message>
    <message>
        <source>Ask when a title would become a different one</source>
        <translation>题名将变为不同题名时询问</translation>
    </message>
    <message>
        <source>Nothing is written before you have seen the dry run, and all of it is one undo step.</source>
        <translation>查看试运行结果之前不会写入任何内容；整个导入可一步撤销。</translation>
    </message>
    <message>
        <source>What a record of the file may change</source>
        <translation>文件中的记录可以改动什么</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>覆盖方案</translation>
    </message>
    <message>
        <source>Name for this policy</source>
        <translation>方案名称</translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Save its state and stop; it goes on later to the same result</source>
        <translation>保存状态并停止；以后继续，结果相同</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Stop and delete this training</source>
        <translation>停止并删除此次训练</translation>
    </message>
    <message>
        <source>Compare with the one in use</source>
        <translation>与现用编码器对比</translation>
    </message>
    <message>
        <source>Waits until the job before it is done. Search goes on meanwhile.</source>
        <translation>等待前一任务完成。其间检索照常。</translation>
    </message>
    <message>
        <source>search goes on meanwhile</source>
        <translation>检索照常进行</translation>
    </message>
    <message>
        <source>Paused after {done} of {total} steps. It goes on to the same result.</source>
        <translation>已暂停，完成 {done} / {total} 步。继续后结果相同。</translation>
    </message>
    <message>
        <source>This training cannot be read any more. Discard it and start a new one.</source>
        <translation>此次训练已无法读取。请放弃并重新开始。</translation>
    </message>
    <message>
        <source>Steps: {steps}, time: {time}; {why}.</source>
        <translation>步数：{steps}，用时：{time}；{why}。</translation>
    </message>
    <message>
        <source>Nothing was gained: the encoder stays as it was before.</source>
        <translation>没有改善：编码器保持原样。</translation>
    </message>
    <message>
        <source>On works it never saw: {before} → {after}.</source>
        <translation>在从未见过的作品上：{before} → {after}。</translation>
    </message>
    <message>
        <source>Paused. It goes on to the same result.</source>
        <translation>已暂停。继续后结果相同。</translation>
    </message>
</context>
<context>
    <name>SavedSearchesDialog</name>
    <message>
        <source>Saved searches</source>
        <translation>已存检索</translation>
    </message>
    <message>
        <source>Rename with F2 or a double click.</source>
        <translation>按 F2 或双击可以改名。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ScanList</name>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Scanned barcodes</source>
        <translation>已扫描的条码</translation>
    </message>
</context>
<context>
    <name>ScanPane</name>
    <message>
        <source>Zoom out (-)</source>
        <translation>缩小 (-)</translation>
    </message>
    <message>
        <source>Fit (0)</source>
        <translation>适合窗口 (0)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>Show what was read</source>
        <translation>显示识别框</translation>
    </message>
    <message>
        <source>Add a cover…</source>
        <translation>添加封面…</translation>
    </message>
    <message>
        <source>Take this cover off the record</source>
        <translation>从记录中移除此封面</translation>
    </message>
    <message>
        <source>No cover yet. Drop a scan here or add one below.</source>
        <translation>还没有封面。把扫描图拖到这里，或在下方添加。</translation>
    </message>
    <message>
        <source>Covers</source>
        <translation>封面</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>向右旋转</translation>
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
        <translation>《{title}》现排在本次检索的最前</translation>
    </message>
    <message>
        <source>“{title}” was moved to the end of this search</source>
        <translation>《{title}》已移至本次检索的末尾</translation>
    </message>
</context>
<context>
    <name>SearchMemory</name>
    <message>
        <source>Save this search</source>
        <translation>保存此检索</translation>
    </message>
    <message>
        <source>Name of the search:</source>
        <translation>检索名称：</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The search “{name}” is saved.</source>
        <translation>已保存检索“{name}”。</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>已存检索</translation>
    </message>
    <message>
        <source>Rename or delete…</source>
        <translation>重命名或删除…</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Saved and past searches</source>
        <translation>已存检索与历史检索</translation>
    </message>
    <message>
        <source>example cover</source>
        <translation>示例封面</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Searching…</source>
        <translation>正在检索…</translation>
    </message>
    <message>
        <source>This query could not be answered</source>
        <translation>这次检索没有完成</translation>
    </message>
    <message>
        <source>Whole library</source>
        <translation>全部馆藏</translation>
    </message>
    <message>
        <source>Records are being imported</source>
        <translation>正在导入记录</translation>
    </message>
    <message>
        <source>The first appear here as soon as they are stored. You can look around meanwhile.</source>
        <translation>第一批记录存入后即显示在此处。您可以先四处看看。</translation>
    </message>
    <message>
        <source>This library is still empty</source>
        <translation>馆藏库还是空的</translation>
    </message>
    <message>
        <source>Import the records you have, drop cover scans on this window, or look around the demo library.</source>
        <translation>导入已有的书目记录，把封面扫描拖到窗口里，或先看看演示馆藏。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>The engine is starting. You can already type.</source>
        <translation>引擎正在启动，现在就可以输入。</translation>
    </message>
    <message>
        <source>Warming up: for a few seconds only words and numbers are searched, then meaning and covers too.</source>
        <translation>正在预热：几秒内只检索字词和号码，随后即可按含义和封面检索。</translation>
    </message>
    <message>
        <source>Only words and numbers are searched. {problem}</source>
        <translation>只能检索字词和号码。{problem}</translation>
    </message>
    <message>
        <source>{holder} is writing in this library. Here it can be searched, not changed.</source>
        <translation>{holder} 正在写入这个馆藏库。此处只能检索，不能修改。</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>其他人</translation>
    </message>
    <message>
        <source>Pasted image</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing fits well. What is shown is only the nearest.</source>
        <translation>没有很合适的结果，以下只是最接近的。</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>打开记录</translation>
    </message>
    <message>
        <source>You are signed in as a viewer: search and look as you like.</source>
        <translation>您以读者身份登录：可以随意检索和浏览。</translation>
    </message>
</context>
<context>
    <name>SearchWords</name>
    <message>
        <source>Whole library</source>
        <translation>全部馆藏</translation>
    </message>
    <message>
        <source>Filtered</source>
        <translation>筛选结果</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n 条记录</numerusform>
        </translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} 毫秒</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) like it</source>
        <translation>
            <numerusform>%n 条类似记录</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is much like it – these are the nearest</source>
        <translation>没有很相似的，以下是最接近的</translation>
    </message>
    <message numerus="yes">
        <source>%n more with all the words</source>
        <translation>
            <numerusform>另有 %n 条含全部词语</numerusform>
        </translation>
    </message>
    <message>
        <source>No good match – these are the nearest</source>
        <translation>没有合适的匹配，以下是最接近的</translation>
    </message>
    <message numerus="yes">
        <source>%n good match(es)</source>
        <translation>
            <numerusform>%n 条合适的结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n weaker</source>
        <translation>
            <numerusform>%n 条较弱</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n possible match(es)</source>
        <translation>
            <numerusform>%n 条可能的结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n possible</source>
        <translation>
            <numerusform>%n 条可能</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n 条结果</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to compare with</source>
        <translation>没有可比较的记录</translation>
    </message>
    <message>
        <source>No other record has what this is compared by yet: a cover, or words in the index.</source>
        <translation>其他记录还没有可用于比较的封面或索引内容。</translation>
    </message>
    <message>
        <source>the words “{text}”</source>
        <translation>词语“{text}”</translation>
    </message>
    <message>
        <source>the image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>the filters {filters}</source>
        <translation>筛选条件“{filters}”</translation>
    </message>
    <message>
        <source>Looked for {what}.</source>
        <translation>检索条件：{what}。</translation>
    </message>
    <message>
        <source>Meaning was not searched, only words and numbers.</source>
        <translation>未按含义检索，只检索了词语和号码。</translation>
    </message>
    <message>
        <source>Try fewer or other words, the title in the other language, pinyin, or a photo of the cover.</source>
        <translation>可减少或更换词语，改用另一语言的题名、拼音，或用封面照片检索。</translation>
    </message>
    <message>
        <source>Leave something out:</source>
        <translation>可放宽条件：</translation>
    </message>
    <message>
        <source>Nothing in this library matches</source>
        <translation>馆藏中没有符合条件的记录</translation>
    </message>
    <message>
        <source>Without the filter {what}</source>
        <translation>去掉筛选“{what}”</translation>
    </message>
    <message>
        <source>Without “{what}”</source>
        <translation>去掉“{what}”</translation>
    </message>
    <message>
        <source>Cover like: {title}</source>
        <translation>封面相似：{title}</translation>
    </message>
    <message>
        <source>Like: {title}</source>
        <translation>内容相近：{title}</translation>
    </message>
    <message>
        <source>Without any filter</source>
        <translation>去掉全部筛选</translation>
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
        <translation>设置</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>本窗口</translation>
    </message>
    <message>
        <source>This library</source>
        <translation>本馆藏库</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
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
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Covers are read by</source>
        <translation>封面识别引擎</translation>
    </message>
    <message>
        <source>New records are in</source>
        <translation>新记录的语种</translation>
    </message>
    <message>
        <source>Your name in the history</source>
        <translation>历史中的姓名</translation>
    </message>
    <message>
        <source>as your account on this computer is called</source>
        <translation>同本机账户名</translation>
    </message>
    <message>
        <source>States of items…</source>
        <translation>单册状态…</translation>
    </message>
    <message>
        <source>Never ask other libraries&apos; catalogues</source>
        <translation>不向其他图书馆的目录查询</translation>
    </message>
    <message>
        <source>Record what people say about results</source>
        <translation>记录对结果的反馈</translation>
    </message>
    <message>
        <source>It stays in this library and teaches it to rank better. What is recorded can be deleted.</source>
        <translation>反馈只保存在本馆藏库中，用于改进排序，可随时删除。</translation>
    </message>
    <message>
        <source>This library is open for reading only, so its settings cannot be changed here.</source>
        <translation>本馆藏库以只读方式打开，不能在此更改设置。</translation>
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
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>Shelf list</source>
        <translation>排架目录</translation>
    </message>
    <message>
        <source>For</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>字号</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Save as table…</source>
        <translation>另存为表格…</translation>
    </message>
    <message>
        <source>Save as table</source>
        <translation>另存为表格</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n 册</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message>
        <source>{items}, {pages}, in shelf order.</source>
        <translation>{items}，共 {pages}，按排架顺序。</translation>
    </message>
    <message>
        <source>No items: choose which ones are to be listed.</source>
        <translation>没有单册：请选择要列出的范围。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>To the results</source>
        <translation>进入结果列表</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>打开记录</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清除检索</translation>
    </message>
    <message>
        <source>Paste words or an image</source>
        <translation>粘贴文字或图片</translation>
    </message>
    <message>
        <source>Choose a candidate</source>
        <translation>选择候选记录</translation>
    </message>
    <message>
        <source>Treat as new</source>
        <translation>视为新书</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Wenyuan 文渊</source>
        <translation>文渊</translation>
    </message>
    <message>
        <source>The engine has stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>The engine is starting…</source>
        <translation>引擎正在启动…</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n 条记录</numerusform>
        </translation>
    </message>
    <message>
        <source>Warming up…</source>
        <translation>正在预热…</translation>
    </message>
    <message>
        <source>Words only</source>
        <translation>仅限字词检索</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>This library asks everybody who they are.</source>
        <translation>本馆藏库要求每位用户表明身份。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
</context>
<context>
    <name>SourcesDialog</name>
    <message>
        <source>Asking {source}…</source>
        <translation>正在查询 {source}…</translation>
    </message>
    <message numerus="yes">
        <source>It answers: %n record(s) found.</source>
        <translation>
            <numerusform>有应答：查到 %n 条记录。</numerusform>
        </translation>
    </message>
    <message>
        <source>Catalogues to ask</source>
        <translation>可查询的目录</translation>
    </message>
    <message>
        <source>The first is asked unless others are ticked. Schemas: the server&apos;s name = our format. Indexes: field = index (SRU) or attribute (Z39.50).</source>
        <translation>默认查询第一个，可另行勾选。模式：服务器的名称 = 本程序格式。检索点：字段 = 索引（SRU）或属性（Z39.50）。</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>简称</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
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
        <translation>检索点</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
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
        <translation>测试</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>This library is set to contact nobody (offline), so nothing can be tested.</source>
        <translation>本馆设为离线，不联系任何外部目录，因此无法测试。</translation>
    </message>
</context>
<context>
    <name>StopNotice</name>
    <message>
        <source>The engine stopped unexpectedly and is being started again. Confirmed work is safe; a job that was running can be retried.</source>
        <translation>引擎意外停止，正在重新启动。已确认的工作是安全的；正在运行的任务可以重试。</translation>
    </message>
    <message>
        <source>The engine stopped several times in a row and stays off. Confirmed work is safe. The log folder has the details.</source>
        <translation>引擎接连停止多次，不再自动启动。已确认的工作是安全的。详情见日志文件夹。</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
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
        <translation>学习误差（损失）：应当下降</translation>
    </message>
    <message>
        <source>Test questions answered (1 = always first): should rise</source>
        <translation>答题情况（1 = 总在首位）：应当上升</translation>
    </message>
    <message>
        <source>Curves of the training</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>合计</translation>
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
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>学习内容</translation>
    </message>
    <message>
        <source>Pairs of this kind take part; off leaves them out.</source>
        <translation>此类数据对参与训练；取消则不用。</translation>
    </message>
    <message>
        <source>How much changes</source>
        <translation>改动程度</translation>
    </message>
    <message>
        <source>Gentle is fast and safe. The others change the text encoder too and need far more time.</source>
        <translation>轻度训练快且稳妥。其余两种还会改动文字编码器，所需时间多得多。</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>How often everything is gone through.</source>
        <translation>全部数据重复学习的次数。</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>It ends in good order when about this much time is over.</source>
        <translation>大约到此时间即有序结束。</translation>
    </message>
    <message>
        <source>Compared at once</source>
        <translation>每步对照数</translation>
    </message>
    <message>
        <source>Pairs held against each other in a step; more is better and slower.</source>
        <translation>每一步互相对照的数据对；越多越好，也越慢。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Size of the steps; lower it if the loss jumps.</source>
        <translation>每步的幅度；若损失跳动，请调低。</translation>
    </message>
    <message>
        <source>… of the text encoder</source>
        <translation>……文字编码器</translation>
    </message>
    <message>
        <source>The same for what is changed within the text encoder; gentle training does not use it.</source>
        <translation>用于文字编码器内部的改动；轻度训练不使用。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>耐心值</translation>
    </message>
    <message>
        <source>Measurements without a gain after which it stops by itself; 0 = never.</source>
        <translation>连续多少次测量没有改善便自动停止；0 = 不停止。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The same seed gives the same result again.</source>
        <translation>相同的种子得到相同的结果。</translation>
    </message>
</context>
<context>
    <name>UndoControl</name>
    <message>
        <source>Undone: {what}</source>
        <translation>已撤销：{what}</translation>
    </message>
    <message>
        <source>Done again: {what}</source>
        <translation>已重做：{what}</translation>
    </message>
    <message>
        <source>&amp;Undo {what}</source>
        <translation>撤销 {what}(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
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
        <translation>程序结束时您正在编辑“{title}”（{when}）。已输入的内容已保留。</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>新记录</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续编辑</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>“{title}” was changed since then. Look it over before you save.</source>
        <translation>此后“{title}”又有改动，保存前请先核对。</translation>
    </message>
</context>
<context>
    <name>WatchControl</name>
    <message>
        <source>Choose the folder that the scanner writes into</source>
        <translation>选择扫描仪保存文件的文件夹</translation>
    </message>
    <message>
        <source>Scans in {folder} come into the queue.</source>
        <translation>{folder} 中的扫描件将进入队列。</translation>
    </message>
</context>
<context>
    <name>WatchStrip</name>
    <message>
        <source>Watch {folder}</source>
        <translation>监视{folder}</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>监视文件夹</translation>
    </message>
    <message>
        <source>Scans in the folder, now and later, come into the queue. The files stay as they are.</source>
        <translation>文件夹中现有和新增的扫描件都会进入队列，文件本身不变。</translation>
    </message>
    <message>
        <source>Choose the folder to watch…</source>
        <translation>选择要监视的文件夹…</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) still being written</source>
        <translation>
            <numerusform>%n 个文件正在写入</numerusform>
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
        <translation>“{name}”已删除。</translation>
    </message>
    <message>
        <source>“{name}” is replaced.</source>
        <translation>“{name}”已被替换。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>Match</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>Possible</source>
        <translation>可能</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新书</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Waiting for review</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Record created</source>
        <translation>已建记录</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Very likely</source>
        <translation>极有可能</translation>
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
        <translation>号码</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>字词</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
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
        <translation>译者</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>编者</translation>
    </message>
    <message>
        <source>Illustrator</source>
        <translation>绘者</translation>
    </message>
    <message>
        <source>Compiler</source>
        <translation>辑者</translation>
    </message>
    <message>
        <source>Keyword</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>CLC class</source>
        <translation>中图法分类号</translation>
    </message>
    <message>
        <source>Dewey class</source>
        <translation>杜威分类号</translation>
    </message>
    <message>
        <source>LC class</source>
        <translation>国会分类号</translation>
    </message>
    <message>
        <source>LC subject</source>
        <translation>国会标题</translation>
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
        <translation>阅览室</translation>
    </message>
    <message>
        <source>In process</source>
        <translation>编目中</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>已剔除</translation>
    </message>
    <message>
        <source>{state} · not lent</source>
        <translation>{state} · 不外借</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>新记录</translation>
    </message>
    <message>
        <source>Edit record</source>
        <translation>编辑记录</translation>
    </message>
    <message>
        <source>Delete record</source>
        <translation>删除记录</translation>
    </message>
    <message>
        <source>Add cover</source>
        <translation>添加封面</translation>
    </message>
    <message>
        <source>Remove cover</source>
        <translation>移除封面</translation>
    </message>
    <message>
        <source>Confirm draft</source>
        <translation>确认草稿</translation>
    </message>
    <message>
        <source>Attach scan</source>
        <translation>归入扫描</translation>
    </message>
    <message>
        <source>Edit holdings</source>
        <translation>编辑馆藏</translation>
    </message>
    <message>
        <source>Intake</source>
        <translation>编目录入</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>States of items</source>
        <translation>单册状态</translation>
    </message>
    <message>
        <source>Identify cover scans</source>
        <translation>识别封面扫描</translation>
    </message>
    <message>
        <source>Import records</source>
        <translation>导入书目记录</translation>
    </message>
    <message>
        <source>Add covers</source>
        <translation>添加封面</translation>
    </message>
    <message>
        <source>Export records</source>
        <translation>导出书目记录</translation>
    </message>
    <message>
        <source>Check the library</source>
        <translation>检查馆藏库</translation>
    </message>
    <message>
        <source>Back up the library</source>
        <translation>备份馆藏库</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>Rebuild the index</source>
        <translation>重建索引</translation>
    </message>
    <message>
        <source>Set up the demo library</source>
        <translation>建立演示馆藏库</translation>
    </message>
    <message>
        <source>Learn the meaning of records</source>
        <translation>计算记录的向量</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
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
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>题名</translation>
    </message>
    <message>
        <source>Subtitle</source>
        <translation>副题名</translation>
    </message>
    <message>
        <source>Parallel title</source>
        <translation>并列题名</translation>
    </message>
    <message>
        <source>Contributors</source>
        <translation>责任者</translation>
    </message>
    <message>
        <source>Authors</source>
        <translation>作者（多人）</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语种</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>提要</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>主题</translation>
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
        <translation>丛编</translation>
    </message>
    <message>
        <source>Extent</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>附注</translation>
    </message>
    <message>
        <source>Identifiers</source>
        <translation>标识号</translation>
    </message>
    <message>
        <source>Own number</source>
        <translation>本馆编号</translation>
    </message>
    <message>
        <source>Holdings</source>
        <translation>馆藏</translation>
    </message>
    <message>
        <source>Text on the cover</source>
        <translation>封面文字</translation>
    </message>
    <message>
        <source>Statement of responsibility</source>
        <translation>责任说明</translation>
    </message>
    <message>
        <source>Control number</source>
        <translation>控制号</translation>
    </message>
    <message>
        <source>Item status</source>
        <translation>单册状态</translation>
    </message>
    <message>
        <source>Item note</source>
        <translation>单册附注</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>条码号</translation>
    </message>
    <message>
        <source>Call number</source>
        <translation>索书号</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>馆藏地</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>责任者</translation>
    </message>
    <message>
        <source>Imprint</source>
        <translation>出版项</translation>
    </message>
    <message>
        <source>Class number</source>
        <translation>分类号</translation>
    </message>
    <message>
        <source>Source stored</source>
        <translation>存入源记录</translation>
    </message>
    <message>
        <source>Rows of further copies</source>
        <translation>复本行</translation>
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
        <translation>韩文</translation>
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
        <translation>意大利文</translation>
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
        <translation>多种语言</translation>
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
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} a second</source>
        <translation>每秒 {n} 项</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
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
        <translation>未变</translation>
    </message>
    <message>
        <source>added</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>already there</source>
        <translation>已存在</translation>
    </message>
    <message>
        <source>matches</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>possible</source>
        <translation>可能</translation>
    </message>
    <message>
        <source>written</source>
        <translation>写出</translation>
    </message>
    <message>
        <source>records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>not in the library</source>
        <translation>馆藏中没有</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>还有 {n} 项</translation>
    </message>
    <message>
        <source>Everything fits together.</source>
        <translation>一切完好。</translation>
    </message>
    <message>
        <source>{number} (as printed; wrong check digit)</source>
        <translation>{number}（原书如此，校验位有误）</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Not a duplicate</source>
        <translation>非重复</translation>
    </message>
    <message>
        <source>Same scan</source>
        <translation>同一扫描件</translation>
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
        <translation>译本</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>无关</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>查重</translation>
    </message>
    <message>
        <source>suspect pairs</source>
        <translation>对疑似重复</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>Learn from feedback</source>
        <translation>从反馈中学习</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>已见到</translation>
    </message>
    <message>
        <source>Belongs elsewhere</source>
        <translation>错架</translation>
    </message>
    <message>
        <source>Not expected here</source>
        <translation>不应在架</translation>
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
        <translation>试运行导入</translation>
    </message>
    <message>
        <source>Convert a file</source>
        <translation>转换文件</translation>
    </message>
    <message>
        <source>Ask other catalogues</source>
        <translation>查询其他目录</translation>
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
        <translation>无变化</translation>
    </message>
    <message>
        <source>Possible duplicates</source>
        <translation>疑似重复</translation>
    </message>
    <message>
        <source>Held back</source>
        <translation>暂不导入</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Titles that change</source>
        <translation>题名改变</translation>
    </message>
    <message>
        <source>Title, author, year</source>
        <translation>题名、责任者、年份</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Fill if empty</source>
        <translation>为空时填入</translation>
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
        <translation>以文件内容替换</translation>
    </message>
    <message>
        <source>Only empty fields are filled</source>
        <translation>只填补空字段</translation>
    </message>
    <message>
        <source>Fill, and add names, subjects, numbers, copies</source>
        <translation>填补，并追加责任者、主题、号码和单册</translation>
    </message>
    <message>
        <source>Records found stay as they are</source>
        <translation>已有记录保持不变</translation>
    </message>
    <message>
        <source>Review several scans</source>
        <translation>批量审核扫描件</translation>
    </message>
    <message>
        <source>pages without a cover</source>
        <translation>页无封面</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>left in the queue</source>
        <translation>留在队列</translation>
    </message>
    <message>
        <source>Improve search</source>
        <translation>改进检索</translation>
    </message>
    <message>
        <source>Compare encoders</source>
        <translation>对比编码器</translation>
    </message>
    <message>
        <source>Put an encoder into use</source>
        <translation>启用编码器</translation>
    </message>
    <message>
        <source>Roll back the encoder</source>
        <translation>回退编码器</translation>
    </message>
    <message>
        <source>Install an encoder</source>
        <translation>安装编码器</translation>
    </message>
    <message>
        <source>Export an encoder</source>
        <translation>导出编码器</translation>
    </message>
    <message>
        <source>Measure search</source>
        <translation>评测检索</translation>
    </message>
    <message>
        <source>Make test questions</source>
        <translation>生成测试题</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>This is it</source>
        <translation>就是这本</translation>
    </message>
    <message>
        <source>Not this</source>
        <translation>不是这本</translation>
    </message>
    <message>
        <source>Rated</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Accepted at intake</source>
        <translation>编目录入时接受</translation>
    </message>
    <message>
        <source>Rejected at intake</source>
        <translation>编目录入时否定</translation>
    </message>
    <message>
        <source>Text corrected</source>
        <translation>文字已更正</translation>
    </message>
    <message>
        <source>Title, by meaning</source>
        <translation>题名（语义）</translation>
    </message>
    <message>
        <source>Description, by meaning</source>
        <translation>内容提要（语义）</translation>
    </message>
    <message>
        <source>Better of the two</source>
        <translation>两者较高者</translation>
    </message>
    <message>
        <source>Words of the query in the record</source>
        <translation>检索词在记录中出现</translation>
    </message>
    <message>
        <source>Names of authors</source>
        <translation>责任者姓名</translation>
    </message>
    <message>
        <source>Chinese words, translated</source>
        <translation>中文检索词译出</translation>
    </message>
    <message>
        <source>Chinese title, translated</source>
        <translation>中文题名译出</translation>
    </message>
    <message>
        <source>English title, translated</source>
        <translation>英文题名译出</translation>
    </message>
    <message>
        <source>Chinese description, translated</source>
        <translation>中文提要译出</translation>
    </message>
    <message>
        <source>Has a description</source>
        <translation>有内容提要</translation>
    </message>
    <message>
        <source>English query, Chinese record</source>
        <translation>英文检索，中文记录</translation>
    </message>
    <message>
        <source>Chinese query, English record</source>
        <translation>中文检索，英文记录</translation>
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
        <translation>旋转封面</translation>
    </message>
    <message>
        <source>Order covers</source>
        <translation>调整封面顺序</translation>
    </message>
    <message>
        <source>Read cover again</source>
        <translation>重新识别封面</translation>
    </message>
    <message>
        <source>Correct cover text</source>
        <translation>更正封面文字</translation>
    </message>
    <message>
        <source>Forms of names</source>
        <translation>名称形式</translation>
    </message>
    <message>
        <source>Edit MARC</source>
        <translation>编辑 MARC</translation>
    </message>
    <message>
        <source>Bulk edit</source>
        <translation>批量编辑</translation>
    </message>
    <message>
        <source>Take back a change</source>
        <translation>撤回修改</translation>
    </message>
    <message>
        <source>Restore record</source>
        <translation>恢复记录</translation>
    </message>
    <message>
        <source>MARC source</source>
        <translation>MARC 源数据</translation>
    </message>
    <message>
        <source>{file}, page {n}</source>
        <translation>{file}，第 {n} 页</translation>
    </message>
    <message>
        <source>New records</source>
        <translation>新记录</translation>
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
        <translation>汉字</translation>
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
        <translation>设置字段</translation>
    </message>
    <message>
        <source>Append to a field</source>
        <translation>在字段后追加</translation>
    </message>
    <message>
        <source>Replace text</source>
        <translation>替换文字</translation>
    </message>
    <message>
        <source>Clear a field</source>
        <translation>清空字段</translation>
    </message>
    <message>
        <source>Add a subject</source>
        <translation>添加主题词</translation>
    </message>
    <message>
        <source>Remove a subject</source>
        <translation>删除主题词</translation>
    </message>
    <message>
        <source>Add a class number</source>
        <translation>添加分类号</translation>
    </message>
    <message>
        <source>Change items</source>
        <translation>修改馆藏</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>With a cover</source>
        <translation>有封面</translation>
    </message>
    <message>
        <source>Without a cover</source>
        <translation>无封面</translation>
    </message>
    <message>
        <source>Language unknown</source>
        <translation>语种不详</translation>
    </message>
    <message>
        <source>Without a class</source>
        <translation>无分类号</translation>
    </message>
    <message>
        <source>Without a year</source>
        <translation>无出版年</translation>
    </message>
    <message>
        <source>Without a subject</source>
        <translation>无主题词</translation>
    </message>
    <message>
        <source>Without an author</source>
        <translation>无责任者</translation>
    </message>
    <message>
        <source>Without a location</source>
        <translation>无馆藏地</translation>
    </message>
    <message>
        <source>{year}s</source>
        <translation>{year} 年代</translation>
    </message>
    <message>
        <source>Marxism, Mao Zedong Thought</source>
        <translation>马列主义、毛泽东思想</translation>
    </message>
    <message>
        <source>Philosophy, religion</source>
        <translation>哲学、宗教</translation>
    </message>
    <message>
        <source>Social sciences</source>
        <translation>社会科学</translation>
    </message>
    <message>
        <source>Politics, law</source>
        <translation>政治、法律</translation>
    </message>
    <message>
        <source>Military science</source>
        <translation>军事</translation>
    </message>
    <message>
        <source>Economics</source>
        <translation>经济</translation>
    </message>
    <message>
        <source>Culture, education, sport</source>
        <translation>文化、教育、体育</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Literature</source>
        <translation>文学</translation>
    </message>
    <message>
        <source>Art</source>
        <translation>艺术</translation>
    </message>
    <message>
        <source>History, geography</source>
        <translation>历史、地理</translation>
    </message>
    <message>
        <source>Natural sciences</source>
        <translation>自然科学总论</translation>
    </message>
    <message>
        <source>Mathematics, physics, chemistry</source>
        <translation>数理科学和化学</translation>
    </message>
    <message>
        <source>Astronomy, earth sciences</source>
        <translation>天文学、地球科学</translation>
    </message>
    <message>
        <source>Biology</source>
        <translation>生物科学</translation>
    </message>
    <message>
        <source>Medicine</source>
        <translation>医药、卫生</translation>
    </message>
    <message>
        <source>Agriculture</source>
        <translation>农业科学</translation>
    </message>
    <message>
        <source>Industrial technology</source>
        <translation>工业技术</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>交通运输</translation>
    </message>
    <message>
        <source>Aviation, space</source>
        <translation>航空、航天</translation>
    </message>
    <message>
        <source>Environment, safety</source>
        <translation>环境、安全</translation>
    </message>
    <message>
        <source>General works</source>
        <translation>综合性图书</translation>
    </message>
    <message>
        <source>Computing, general works</source>
        <translation>计算机、总类</translation>
    </message>
    <message>
        <source>Philosophy, psychology</source>
        <translation>哲学、心理学</translation>
    </message>
    <message>
        <source>Religion</source>
        <translation>宗教</translation>
    </message>
    <message>
        <source>Science</source>
        <translation>自然科学</translation>
    </message>
    <message>
        <source>Technology</source>
        <translation>技术</translation>
    </message>
    <message>
        <source>Arts, recreation</source>
        <translation>艺术、娱乐</translation>
    </message>
    <message>
        <source>Saved search</source>
        <translation>已存检索</translation>
    </message>
    <message>
        <source>Verify a backup</source>
        <translation>校验备份</translation>
    </message>
    <message>
        <source>Try a restore</source>
        <translation>试恢复</translation>
    </message>
    <message>
        <source>Rebuild the index from nothing</source>
        <translation>彻底重建索引</translation>
    </message>
</context>
<context>
    <name>_Card</name>
    <message>
        <source>Each by itself</source>
        <translation>逐条识别</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>Cannot be read in this encoding.</source>
        <translation>无法按此编码读取。</translation>
    </message>
    <message>
        <source>The records differ: the encoding of each is told from its own bytes.</source>
        <translation>各记录编码不一：按每条记录的字节分别识别。</translation>
    </message>
    <message>
        <source>Reads like a language: {percent}</source>
        <translation>文字合理：{percent}</translation>
    </message>
    <message>
        <source>Rare characters: only {percent} plausible</source>
        <translation>生僻字多：合理度仅 {percent}</translation>
    </message>
    <message>
        <source>Garbled: {percent} plausible</source>
        <translation>乱码：合理度 {percent}</translation>
    </message>
</context>
</TS>
