BEGIN TRANSACTION;
CREATE TABLE crmkit_documents (
	"table" TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY ("table", "key")
);
INSERT INTO "crmkit_documents" VALUES('rows','crm/67d5de36c82a0dbe371ebb59',1,'{"content":"213ce6655189dfa7","raw":"062b43187c36724a","order":1,"row":{"ref":"crm/67d5de36c82a0dbe371ebb59","source":"crm","as_of":"2026-03-01T12:00:00+00:00","kind":"person","values":{"name":[{"given":"Anna","family":"Keller"}],"email":["anna@example.org"]},"keys":{"name":["anna keller"],"email":["anna@example.org"]},"findings":[{"code":"consent.undated","message":"The consent has no date that can be read, so it cannot be proved; it does not count.","severity":"warning","suggestion":null,"field":"consent.newsletter.email"}],"line":1}}');
INSERT INTO "crmkit_documents" VALUES('rows','crm/3d6e972c38ba24e369aae2c7',1,'{"content":"5d4da6efe97f869d","raw":"74b7417f8609297b","order":2,"row":{"ref":"crm/3d6e972c38ba24e369aae2c7","source":"crm","as_of":"2026-03-01T12:00:00+00:00","kind":"person","values":{"name":[{"given":"Hans","family":"Meier"}],"email":["hans@example.org"]},"keys":{"name":["hans meier"],"email":["hans@example.org"]},"findings":[],"line":2}}');
INSERT INTO "crmkit_documents" VALUES('state','customers',11,'{"fresh":true,"recipe":"87508d571e9296ab"}');
INSERT INTO "crmkit_documents" VALUES('rows','shop/r1',3,'{"content":"08f17ace71b75470","raw":"7f2ea7cf8333912d","order":5,"row":{"ref":"shop/r1","source":"shop","as_of":"2026-01-31T23:00:00+00:00","kind":"person","values":{"name":[{"given":"Anna","family":"Keller"}],"email":["anna@example.org"]},"keys":{"name":["anna keller"],"email":["anna@example.org"]},"findings":[],"line":1}}');
INSERT INTO "crmkit_documents" VALUES('rows','shop/r2',3,'{"content":"757df07d480a6e7f","raw":"22aca93c0843a30f","order":6,"row":{"ref":"shop/r2","source":"shop","as_of":"2026-02-01T23:00:00+00:00","kind":"person","values":{"name":[{"given":"Hans","family":"Meier"}],"email":["hans@example.org"]},"keys":{"name":["hans meier"],"email":["hans@example.org"]},"findings":[],"line":2}}');
INSERT INTO "crmkit_documents" VALUES('rows','shop/r3',5,'{"content":"4d96d67d82834d08","raw":"6aee2c7deb41cd87","order":11,"row":{"ref":"shop/r3","source":"shop","as_of":"2026-01-31T23:00:00+00:00","kind":"person","values":{"name":[{"given":"Hans","family":"Meier"}],"email":["hans@example.org"]},"keys":{"name":["hans meier"],"email":["hans@example.org"]},"findings":[],"line":1}}');
INSERT INTO "crmkit_documents" VALUES('customers','c-4e1f8288b07a',10,'{"id":"c-4e1f8288b07a","kind":"person","values":{"email":["anna@example.org"],"name":[{"given":"Anna","family":"Keller"}],"given_name":["Anna"],"family_name":["Keller"]},"many":["email"],"provenance":{"email":[{"value":"anna@example.org","ref":"crm/67d5de36c82a0dbe371ebb59","source":"crm","as_of":"2026-03-01T12:00:00+00:00","rule":"union","chosen":true},{"value":"anna@example.org","ref":"shop/r1","source":"shop","as_of":"2026-01-31T23:00:00+00:00","rule":"union","chosen":false}],"name":[{"value":{"given":"Anna","family":"Keller"},"ref":"crm/67d5de36c82a0dbe371ebb59","source":"crm","as_of":"2026-03-01T12:00:00+00:00","rule":"most_complete","chosen":true},{"value":{"given":"Anna","family":"Keller"},"ref":"shop/r1","source":"shop","as_of":"2026-01-31T23:00:00+00:00","rule":"most_complete","chosen":false}]},"refs":["crm/67d5de36c82a0dbe371ebb59","shop/r1"],"related":{}}');
INSERT INTO "crmkit_documents" VALUES('customers','c-83f844f4bbec',10,'{"id":"c-83f844f4bbec","kind":"person","values":{"email":["hans@example.org"],"name":[{"given":"Hans","family":"Meier"}],"given_name":["Hans"],"family_name":["Meier"]},"many":["email"],"provenance":{"email":[{"value":"hans@example.org","ref":"shop/r3","source":"shop","as_of":"2026-01-31T23:00:00+00:00","rule":"union","chosen":true}],"name":[{"value":{"given":"Hans","family":"Meier"},"ref":"shop/r3","source":"shop","as_of":"2026-01-31T23:00:00+00:00","rule":"most_complete","chosen":true}]},"refs":["shop/r3"],"related":{"orders":[{"number":"7","total":{"amount":1350,"currency":"CHF"},"at":"2026-01-31T23:00:00+00:00","id":"order:shop/7"}]}}');
INSERT INTO "crmkit_documents" VALUES('customers','c-c1598151c6f2',10,'{"id":"c-c1598151c6f2","kind":"person","values":{"email":["hans@example.org"],"name":[{"given":"Hans","family":"Meier"}],"given_name":["Hans"],"family_name":["Meier"]},"many":["email"],"provenance":{"email":[{"value":"hans@example.org","ref":"crm/3d6e972c38ba24e369aae2c7","source":"crm","as_of":"2026-03-01T12:00:00+00:00","rule":"union","chosen":true}],"name":[{"value":{"given":"Hans","family":"Meier"},"ref":"crm/3d6e972c38ba24e369aae2c7","source":"crm","as_of":"2026-03-01T12:00:00+00:00","rule":"most_complete","chosen":true}]},"refs":["crm/3d6e972c38ba24e369aae2c7"],"related":{}}');
INSERT INTO "crmkit_documents" VALUES('customers','c-ddd698cea735',10,'{"id":"c-ddd698cea735","kind":"person","values":{"email":["hans@example.org"],"name":[{"given":"Hans","family":"Meier"}],"given_name":["Hans"],"family_name":["Meier"]},"many":["email"],"provenance":{"email":[{"value":"hans@example.org","ref":"shop/r2","source":"shop","as_of":"2026-02-01T23:00:00+00:00","rule":"union","chosen":true}],"name":[{"value":{"given":"Hans","family":"Meier"},"ref":"shop/r2","source":"shop","as_of":"2026-02-01T23:00:00+00:00","rule":"most_complete","chosen":true}]},"refs":["shop/r2"],"related":{"orders":[{"number":"8","total":{"amount":2000,"currency":"CHF"},"at":"2026-02-01T23:00:00+00:00","id":"order:shop/8"}]}}');
CREATE TABLE crmkit_fact_keys (
	"key" TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	PRIMARY KEY ("key", number)
)
 WITHOUT ROWID

;
INSERT INTO "crmkit_fact_keys" VALUES('change:e435ae8e086cb92b',20);
INSERT INTO "crmkit_fact_keys" VALUES('crm',3);
INSERT INTO "crmkit_fact_keys" VALUES('crm/3d6e972c38ba24e369aae2c7',2);
INSERT INTO "crmkit_fact_keys" VALUES('crm/67d5de36c82a0dbe371ebb59',1);
INSERT INTO "crmkit_fact_keys" VALUES('crm/67d5de36c82a0dbe371ebb59',20);
INSERT INTO "crmkit_fact_keys" VALUES('shop',9);
INSERT INTO "crmkit_fact_keys" VALUES('shop',14);
INSERT INTO "crmkit_fact_keys" VALUES('shop/r1',5);
INSERT INTO "crmkit_fact_keys" VALUES('shop/r1',7);
INSERT INTO "crmkit_fact_keys" VALUES('shop/r1',20);
INSERT INTO "crmkit_fact_keys" VALUES('shop/r2',6);
INSERT INTO "crmkit_fact_keys" VALUES('shop/r2',8);
INSERT INTO "crmkit_fact_keys" VALUES('shop/r3',11);
INSERT INTO "crmkit_fact_keys" VALUES('shop/r3',13);
CREATE TABLE crmkit_facts (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	id TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	keys TEXT NOT NULL, 
	body TEXT NOT NULL, 
	UNIQUE (kind, id)
);
INSERT INTO "crmkit_facts" VALUES(1,'record','crm/67d5de36c82a0dbe371ebb59#062b43187c36724a',1772366400000000,'["crm/67d5de36c82a0dbe371ebb59"]','{"source":"crm","key":"67d5de36c82a0dbe371ebb59","batch":"26731762ac639896","received_at":"2026-03-01T12:00:00+00:00","raw":{"First name":"Anna","Last name":"Keller","E-mail":"anna@example.org","Newsletter":"yes"},"line":1}');
INSERT INTO "crmkit_facts" VALUES(2,'record','crm/3d6e972c38ba24e369aae2c7#74b7417f8609297b',1772366400000000,'["crm/3d6e972c38ba24e369aae2c7"]','{"source":"crm","key":"3d6e972c38ba24e369aae2c7","batch":"26731762ac639896","received_at":"2026-03-01T12:00:00+00:00","raw":{"First name":"Hans","Last name":"Meier","E-mail":"hans@example.org","Newsletter":""},"line":2}');
INSERT INTO "crmkit_facts" VALUES(3,'batch','26731762ac639896',1772366400000000,'["crm"]','{"id":"26731762ac639896","source":"crm","origin":"rows","received_at":"2026-03-01T12:00:00+00:00","mapping":{"columns":[{"column":"First name","confidence":0.95,"target":"given_name","why":"The heading ''First name'' means given name (en)."},{"column":"Last name","confidence":0.95,"target":"family_name","why":"The heading ''Last name'' means family name (en)."},{"column":"E-mail","confidence":0.95,"target":"email","why":"The heading ''E-mail'' means e-mail address (en)."},{"column":"Newsletter","confidence":1.0,"target":"consent.newsletter.email","why":"given"}],"given":{"consent.method":"web_form"},"source":"crm"},"counts":{"rows_in":2,"created":2,"updated":0,"unchanged":0,"quarantined":0,"skipped":0},"actor":"tests"}');
INSERT INTO "crmkit_facts" VALUES(4,'journal','4:f17f5ccedf2fe3d614a8eb3c',1772366460000000,'[]','{"actor":"tests","purpose":"system","verb":"record","what":"load of crm","count":2,"detail":{}}');
INSERT INTO "crmkit_facts" VALUES(5,'record','shop/r1#7f2ea7cf8333912d',1772366520000000,'["shop/r1"]','{"source":"shop","key":"r1","batch":"0cde8ca2d13b32ee","received_at":"2026-03-01T12:02:00+00:00","raw":{"Row":"r1","Order":"7","Date":"2026-02-01","Total":"12.50 CHF","Mail":"anna@example.org","Name":"Anna Keller"},"line":1}');
INSERT INTO "crmkit_facts" VALUES(6,'record','shop/r2#22aca93c0843a30f',1772366520000000,'["shop/r2"]','{"source":"shop","key":"r2","batch":"0cde8ca2d13b32ee","received_at":"2026-03-01T12:02:00+00:00","raw":{"Row":"r2","Order":"8","Date":"2026-02-02","Total":"20.00 CHF","Mail":"hans@example.org","Name":"Hans Meier"},"line":2}');
INSERT INTO "crmkit_facts" VALUES(7,'interaction','order:shop/7',1769900400000000,'["shop/r1"]','{"id":"order:shop/7","kind":"order","at":"2026-01-31T23:00:00+00:00","ref":"shop/r1","data":{"number":"7","total":{"amount":1250,"currency":"CHF"}}}');
INSERT INTO "crmkit_facts" VALUES(8,'interaction','order:shop/8',1769986800000000,'["shop/r2"]','{"id":"order:shop/8","kind":"order","at":"2026-02-01T23:00:00+00:00","ref":"shop/r2","data":{"number":"8","total":{"amount":2000,"currency":"CHF"}}}');
INSERT INTO "crmkit_facts" VALUES(9,'batch','0cde8ca2d13b32ee',1772366520000000,'["shop"]','{"id":"0cde8ca2d13b32ee","source":"shop","origin":"rows","received_at":"2026-03-01T12:02:00+00:00","mapping":{"columns":[{"column":"Row","confidence":1.0,"target":"source_key","why":"given"},{"column":"Order","confidence":1.0,"target":"order.number","why":"given"},{"column":"Date","confidence":1.0,"target":"order.at","why":"given"},{"column":"Total","confidence":1.0,"target":"order.total","why":"given"},{"column":"Mail","confidence":1.0,"target":"email","why":"given"},{"column":"Name","confidence":1.0,"target":"person_name","why":"given"}],"given":{},"source":"shop"},"counts":{"rows_in":2,"created":2,"updated":0,"unchanged":0,"quarantined":0,"skipped":0},"actor":"tests"}');
INSERT INTO "crmkit_facts" VALUES(10,'journal','10:ec7328004448819c763d80e6',1772366580000000,'[]','{"actor":"tests","purpose":"system","verb":"record","what":"load of shop","count":2,"detail":{}}');
INSERT INTO "crmkit_facts" VALUES(11,'record','shop/r3#6aee2c7deb41cd87',1772366640000000,'["shop/r3"]','{"source":"shop","key":"r3","batch":"e524eb1b7c25e707","received_at":"2026-03-01T12:04:00+00:00","raw":{"Row":"r3","Order":"7","Date":"2026-02-01","Total":"13.50 CHF","Mail":"hans@example.org","Name":"Hans Meier"},"line":1}');
INSERT INTO "crmkit_facts" VALUES(13,'interaction','order:shop/7@e524eb1b7c25e707',1769900400000000,'["shop/r3"]','{"id":"order:shop/7","kind":"order","at":"2026-01-31T23:00:00+00:00","ref":"shop/r3","data":{"number":"7","total":{"amount":1350,"currency":"CHF"}}}');
INSERT INTO "crmkit_facts" VALUES(14,'batch','e524eb1b7c25e707',1772366640000000,'["shop"]','{"id":"e524eb1b7c25e707","source":"shop","origin":"rows","received_at":"2026-03-01T12:04:00+00:00","mapping":{"columns":[{"column":"Row","confidence":1.0,"target":"source_key","why":"given"},{"column":"Order","confidence":1.0,"target":"order.number","why":"given"},{"column":"Date","confidence":1.0,"target":"order.at","why":"given"},{"column":"Total","confidence":1.0,"target":"order.total","why":"given"},{"column":"Mail","confidence":1.0,"target":"email","why":"given"},{"column":"Name","confidence":1.0,"target":"person_name","why":"given"}],"given":{},"source":"shop"},"counts":{"rows_in":1,"created":1,"updated":0,"unchanged":0,"quarantined":0,"skipped":0},"actor":"tests"}');
INSERT INTO "crmkit_facts" VALUES(15,'journal','15:619c67a02edb76b5e40d54bb',1772366700000000,'[]','{"actor":"tests","purpose":"system","verb":"record","what":"load of shop","count":1,"detail":{}}');
INSERT INTO "crmkit_facts" VALUES(16,'journal','16:5d3fbfb679d3de2531c9d0b1',1772366760000000,'[]','{"actor":"tests","purpose":"system","verb":"read","what":"customers","count":5,"detail":{}}');
INSERT INTO "crmkit_facts" VALUES(17,'journal','17:1017180692512960ca897598',1772366820000000,'[]','{"actor":"tests","purpose":"system","verb":"read","what":"customers","count":5,"detail":{}}');
INSERT INTO "crmkit_facts" VALUES(18,'journal','18:89d3972acd6298937daad4ab',1772366880000000,'[]','{"actor":"tests","purpose":"system","verb":"read","what":"customers","count":5,"detail":{}}');
INSERT INTO "crmkit_facts" VALUES(19,'journal','19:35463d8282037e2da916e1f2',1772366940000000,'[]','{"actor":"tests","purpose":"system","verb":"read","what":"customers","count":5,"detail":{}}');
INSERT INTO "crmkit_facts" VALUES(20,'judgement','fde7fc48c6a117f74c5ce92b',1772367000000000,'["crm/67d5de36c82a0dbe371ebb59","shop/r1","change:e435ae8e086cb92b"]','{"verdict":"same","left":"crm/67d5de36c82a0dbe371ebb59","right":"shop/r1","at":"2026-03-01T12:10:00+00:00","actor":"tests","reason":"","weight":null,"change":"e435ae8e086cb92b"}');
INSERT INTO "crmkit_facts" VALUES(21,'journal','21:d895056dce217d329464d38f',1772367060000000,'[]','{"actor":"tests","purpose":"system","verb":"change","what":"merge","count":1,"detail":{}}');
INSERT INTO "crmkit_facts" VALUES(22,'journal','22:a616836d0d58626f7b6696b6',1772367120000000,'[]','{"actor":"tests","purpose":"system","verb":"read","what":"customers","count":4,"detail":{}}');
CREATE TABLE crmkit_meta (
	name TEXT NOT NULL, 
	value BIGINT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "crmkit_meta" VALUES('layout',1);
INSERT INTO "crmkit_meta" VALUES('version',11);
CREATE INDEX crmkit_facts_by_kind ON crmkit_facts (kind, number);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('crmkit_facts',22);
COMMIT;