"""The document by itself: valid OpenAPI 3.1, every reference led to its end. `validate.py URL`"""

import json
import sys
import urllib.request

from openapi_spec_validator import OpenAPIV31SpecValidator

url = sys.argv[1] + "/openapi.json"
with urllib.request.urlopen(url, timeout=60) as answer:
    document = json.load(answer)
faults = [f"{'/'.join(str(part) for part in fault.absolute_path)}: {fault.message}" for fault in OpenAPIV31SpecValidator(document, base_uri=url).iter_errors()]
print("\n".join(faults) or f"{url} is valid OpenAPI {document['openapi']} with {len(document['paths'])} paths")
sys.exit(1 if faults else 0)
